#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every rule of the house sees the fault it is for, and leaves sound trees alone."""

import sys
import unittest

sys.dont_write_bytecode = True
import rules  # noqa: E402

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


def found(rule, files):
    return [f"{path}:{line}" for path, line, _ in rule(rules.Tree(files))]


class LayersTest(unittest.TestCase):
    def test_a_folder_may_include_itself_and_those_below(self):
        text = '#include "core/network/lower.h"\n#include "core/support/id.h"\n#include <vector>\n#include "near.h"\n'
        self.assertEqual(found(rules.includes_point_downward, {"core/analysis/a.cpp": text}), [])

    def test_a_folder_may_not_include_one_above(self):
        text = SPDX + '#include "core/insight/estimate.h"\n'
        self.assertEqual(found(rules.includes_point_downward, {"core/design/a.h": text}), ["core/design/a.h:2"])

    def test_a_folder_may_not_include_one_beside(self):
        text = '#  include "core/simulation/run.h"\n'
        self.assertEqual(found(rules.includes_point_downward, {"core/analysis/a.h": text}), ["core/analysis/a.h:1"])

    def test_core_may_not_include_the_programs(self):
        text = '#include "app/painting/painter.h"\n'
        self.assertEqual(found(rules.includes_point_downward, {"core/scene/a.h": text}), ["core/scene/a.h:1"])

    def test_the_command_line_may_not_include_the_studio(self):
        text = '#include "app/studio/document/document.h"\n'
        self.assertEqual(found(rules.includes_point_downward, {"app/cli/a.cpp": text}), ["app/cli/a.cpp:1"])

    def test_an_undeclared_folder_of_core_is_refused(self):
        self.assertEqual(found(rules.includes_point_downward, {"core/extras/a.h": ""}), ["core/extras/a.h:1"])

    def test_a_relative_include_cannot_slip_past(self):
        text = '#include "../insight/estimate.h"\n'
        self.assertEqual(found(rules.includes_point_downward, {"core/design/a.h": text}), ["core/design/a.h:1"])

    def test_the_layers_have_no_circle(self):
        for name in rules.BELOW:
            for lower in rules.BELOW[name]:
                self.assertNotIn(name, rules.closure(lower, rules.BELOW), f"{name} and {lower}")


class OtherRulesTest(unittest.TestCase):
    def test_qt_in_core_is_refused_in_every_spelling(self):
        for header in ("<QString>", "<QtCore/QString>", '"qstring.h"', "<QtGlobal>"):
            self.assertEqual(found(rules.core_has_no_qt, {"core/support/a.h": f"#include {header}\n"}),
                             ["core/support/a.h:1"], header)
        self.assertEqual(found(rules.core_has_no_qt, {"core/CMakeLists.txt": "target_link_libraries(x Qt6::Core)\n"}),
                         ["core/CMakeLists.txt:1"])
        self.assertEqual(found(rules.core_has_no_qt, {"core/support/a.h": "#include <queue>\n#include <quuid>\n"}), [])

    def test_a_header_needs_its_guard_and_keeps_namespaces_to_itself(self):
        self.assertEqual(found(rules.headers_are_guarded, {"core/support/a.h": "int a;\n"}), ["core/support/a.h:1"])
        self.assertEqual(found(rules.headers_are_guarded, {"app/cli/a.h": "#pragma once\nusing namespace std;\n"}),
                         ["app/cli/a.h:2"])

    def test_a_file_without_licence_is_refused(self):
        self.assertEqual(found(rules.files_say_their_licence, {"qml/A.qml": "import QtQuick\n"}), ["qml/A.qml:1"])
        self.assertEqual(found(rules.files_say_their_licence, {"qml/A.qml": SPDX, "tests/a.py": "#!/usr/bin/python\n# " + SPDX}), [])

    def test_marks_of_unfinished_work_are_refused(self):
        mark = "TO" + "DO"
        self.assertEqual(found(rules.nothing_is_left_unfinished, {"core/support/a.cpp": f"\n// {mark}: more\n"}),
                         ["core/support/a.cpp:2"])

    def test_a_literal_colour_outside_the_theme_is_refused(self):
        files = {"qml/Theme.qml": 'color: "#ffffff"\n', "qml/home/Home.qml": 'color: "#aabbcc"\n'}
        self.assertEqual(found(rules.colours_live_in_theme, files), ["qml/home/Home.qml:1"])

    def test_a_stray_kind_of_file_is_refused(self):
        files = {"core/design/a.qml": "", "templates/a.json": "", "templates/a.catenary": ""}
        self.assertEqual(found(rules.folders_hold_their_kinds_of_files, files), ["core/design/a.qml:1", "templates/a.json:1"])

    def test_names_follow_the_convention(self):
        files = {"core/design/MyType.h": "", "qml/home/home.qml": "", "qml/home/Home.qml": "", "core/design/my_type.h": ""}
        self.assertEqual(found(rules.names_follow_the_convention, files), ["core/design/MyType.h:1", "qml/home/home.qml:1"])

    def test_an_imported_module_needs_its_package(self):
        files = {"qml/A.qml": "import QtQuick\nimport Catenary\nimport QtQuick.Shapes 1.15\nimport QtCharts\n",
                 "packaging/dependencies.txt": "# [gui]\nqml6-module-qtquick\n"}
        self.assertEqual(found(rules.qml_modules_have_their_packages, files), ["qml/A.qml:3", "qml/A.qml:4"])


if __name__ == "__main__":
    unittest.main()
