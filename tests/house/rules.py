#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules that keep the house in order (ARCHITECTURE.md), checked on the tree.

    rules.py ROOT           prints every breach as `file:line: what` and exits 1 if there is any

Each rule is a function tree -> breaches, so that rules_test.py can hold it against a tree with the fault in it.
"""

import os
import re
import sys

# A folder may include itself and what is listed; what those may include follows. The order is that of
# core/CMakeLists.txt.
BELOW = {
    "support": [],
    "catalog": ["support"],
    "design": ["catalog"],
    "inference": ["catalog"],
    "network": ["design", "inference"],
    "analysis": ["network"],
    "simulation": ["network"],
    "cost": ["analysis", "simulation"],
    "insight": ["cost"],
    "scene": ["insight"],
    "interchange": ["scene"],
    "practice": ["insight"],
    "library": ["practice"],
}
# The programs of app/ and what they may include of app/ beside themselves; all may include core/.
APP_BELOW = {"painting": [], "cli": ["painting"], "studio": ["painting"]}

KINDS_OF_FILES = {
    "core": {".h", ".cpp", "CMakeLists.txt"},
    "app": {".h", ".cpp", "CMakeLists.txt"},
    "qml": {".qml", ".js", "CMakeLists.txt", "qmldir"},
    "templates": {".catenary"},
    "resources": {".json", ".txt", ".svg", ".png", ".ttf", ".otf", ".md", ".desktop", ".xml", ".qrc"},
}

# Package that brings a QML module, for what qml/ imports.
QML_PACKAGES = {
    "QtQml": "qml6-module-qtqml",
    "QtQml.Models": "qml6-module-qtqml-models",
    "QtQuick": "qml6-module-qtquick",
    "QtQuick.Controls": "qml6-module-qtquick-controls",
    "QtQuick.Controls.Basic": "qml6-module-qtquick-controls",
    "QtQuick.Dialogs": "qml6-module-qtquick-dialogs",
    "QtQuick.Layouts": "qml6-module-qtquick-layouts",
    "QtQuick.Shapes": "qml6-module-qtquick-shapes",
    "QtQuick.Templates": "qml6-module-qtquick-templates",
    "QtQuick.Window": "qml6-module-qtquick-window",
    "QtTest": "qml6-module-qttest",
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
COLOUR = re.compile(r"""["']#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})["']""")
QML_IMPORT = re.compile(r"^\s*import\s+([A-Za-z][A-Za-z0-9_.]*)")


class Tree:
    """Text files of a source tree by path, `/` between folders."""

    def __init__(self, files):
        self.files = dict(sorted(files.items()))

    @staticmethod
    def of_directory(root):
        files = {}
        for top in ("core", "app", "qml", "tests", "cmake", "templates", "resources", "packaging"):
            for folder, names, found in os.walk(os.path.join(root, top)):
                names[:] = sorted(n for n in names if not n.startswith(".") and n != "__pycache__")
                for name in found:
                    path = os.path.join(folder, name)
                    with open(path, "rb") as opened:
                        files[os.path.relpath(path, root).replace(os.sep, "/")] = opened.read().decode("utf-8", "replace")
        return Tree(files)

    def under(self, *tops, suffixes):
        for path, text in self.files.items():
            if path.split("/")[0] in tops and path.endswith(suffixes):
                yield path, text


def lines(text):
    return enumerate(text.splitlines(), start=1)


def closure(name, below):
    seen, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(below[current])
    return seen


def includes_point_downward(tree):
    """A file of core/ includes only its own folder and those below; core/ never includes app/; app/ programs stay apart."""
    for path, text in tree.under("core", "app", suffixes=(".h", ".cpp")):
        parts = path.split("/")
        top, folder = parts[0], parts[1]
        table = BELOW if top == "core" else APP_BELOW
        if len(parts) < 3 or folder not in table:
            yield path, 1, f"no layer is declared for this place; the layers of {top}/ are {', '.join(table)}"
            continue
        allowed = closure(folder, table)
        for number, line in lines(text):
            match = INCLUDE.match(line)
            if not match or match[1] != '"':
                continue
            target = match[2].split("/")
            if target[0] not in ("core", "app"):
                # `"file.h"` beside the file, moc output and generated headers.
                if ".." in target:
                    yield path, number, f"includes by a relative path: {match[2]}"
                continue
            if top == "core" and target[0] == "app":
                yield path, number, f"core/ includes app/: {match[2]}"
            elif top == target[0] and target[1] not in allowed:
                yield path, number, f"{top}/{folder} may not include {top}/{target[1]}"


def core_has_no_qt(tree):
    """core/ never includes Qt."""
    for path, text in tree.under("core", suffixes=(".h", ".cpp")):
        for number, line in lines(text):
            match = INCLUDE.match(line)
            if match and re.match(r"(Qt?[A-Z]\w*|Qt\w+/.*|q[a-z]+\.h)$", match[2]):
                yield path, number, f"core/ includes Qt: {match[2]}"
    for path, text in tree.files.items():
        if path.startswith("core/") and path.endswith("CMakeLists.txt"):
            for number, line in lines(text):
                if re.search(r"\bQt6?::|find_package\(Qt", line):
                    yield path, number, "core/ links Qt"


def headers_are_guarded(tree):
    """Every header is included once, by #pragma once, and takes no namespace into its includers."""
    for path, text in tree.under("core", "app", "tests", suffixes=(".h",)):
        if not re.search(r"^#pragma once$", text, re.M):
            yield path, 1, "a header without #pragma once"
        for number, line in lines(text):
            if re.match(r"\s*using namespace\b", line):
                yield path, number, "using namespace in a header"


def files_say_their_licence(tree):
    """The first line of source names the licence; after `#!` in scripts."""
    for path, text in tree.under("core", "app", "qml", "tests", suffixes=(".h", ".cpp", ".qml", ".py")):
        first = [line for line in text.splitlines()[:2] if not line.startswith("#!")]
        if not first or "SPDX-License-Identifier: Apache-2.0" not in first[0]:
            yield path, 1, "no SPDX-License-Identifier: Apache-2.0 on top"


def nothing_is_left_unfinished(tree):
    """No mark of unfinished work."""
    for path, text in tree.under("core", "app", "qml", "tests", "cmake", suffixes=(".h", ".cpp", ".qml", ".cmake", "CMakeLists.txt")):
        for number, line in lines(text):
            if UNFINISHED.search(line):
                yield path, number, f"unfinished: {line.strip()}"


def colours_live_in_theme(tree):
    """Only Theme.qml knows literal colours."""
    for path, text in tree.under("qml", suffixes=(".qml",)):
        if path.split("/")[-1] == "Theme.qml":
            continue
        for number, line in lines(text):
            if COLOUR.search(line):
                yield path, number, f"a literal colour outside Theme: {line.strip()}"


def folders_hold_their_kinds_of_files(tree):
    """Each top folder holds the kinds of files it is for."""
    for path in tree.files:
        top, name = path.split("/")[0], path.split("/")[-1]
        kinds = KINDS_OF_FILES.get(top)
        if kinds is not None and name not in kinds and os.path.splitext(name)[1] not in kinds:
            yield path, 1, f"{top}/ is no place for this kind of file"


def names_follow_the_convention(tree):
    """C++ files are snake_case, QML types PascalCase."""
    for path in tree.files:
        name = path.split("/")[-1]
        if name.endswith((".h", ".cpp")) and not re.fullmatch(r"[a-z][a-z0-9_]*\.(h|cpp)", name):
            yield path, 1, "C++ files are named in snake_case"
        if path.startswith("qml/") and name.endswith(".qml") and not re.fullmatch(r"[A-Z][A-Za-z0-9]*\.qml", name):
            yield path, 1, "QML files are named in PascalCase"


def qml_modules_have_their_packages(tree):
    """packaging/dependencies.txt brings every QML module that is imported."""
    listed = {line.strip() for line in tree.files.get("packaging/dependencies.txt", "").splitlines()}
    for path, text in tree.under("qml", "tests", suffixes=(".qml",)):
        for number, line in lines(text):
            match = QML_IMPORT.match(line)
            if not match or match[1].split(".")[0] == "Catenary":
                continue
            package = QML_PACKAGES.get(match[1])
            if package is None:
                yield path, number, f"imports {match[1]}, which is not among the modules the project uses"
            elif package not in listed:
                yield path, number, f"imports {match[1]}, but packaging/dependencies.txt lacks {package}"


RULES = [
    includes_point_downward,
    core_has_no_qt,
    headers_are_guarded,
    files_say_their_licence,
    nothing_is_left_unfinished,
    colours_live_in_theme,
    folders_hold_their_kinds_of_files,
    names_follow_the_convention,
    qml_modules_have_their_packages,
]


def breaches(tree):
    for rule in RULES:
        for path, number, what in rule(tree):
            yield f"{path}:{number}: {what}"


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: rules.py ROOT")
    tree = Tree.of_directory(sys.argv[1])
    if not any(path.startswith("core/") for path in tree.files):
        sys.exit(f"{sys.argv[1]} has no core/: not the root of the project")
    found = list(breaches(tree))
    for breach in found:
        print(breach)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
