# SPDX-License-Identifier: Apache-2.0
"""Runs catenary-cli as a person or a script would. The program's path is in CATENARY_CLI."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

CLI = os.environ["CATENARY_CLI"]
DESIGNS = pathlib.Path(__file__).parent / "designs"
READING_CHECK = DESIGNS / "reading-check.catenary"
LIMIT_S = 300  # far above what any command needs: only a hang meets it

DONE, BAD_INPUT, BAD_USAGE, NOT_COMPUTED = range(4)


class Case(unittest.TestCase):
    """A test with a directory of its own, which is also the user's data directory of the program."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="catenary-end-to-end.")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_cli(self, *arguments, stdin=b"", status=DONE):
        """Runs the program, which must end by itself with `status`, and gives what it wrote to both streams."""
        environment = dict(os.environ, XDG_DATA_HOME=str(self.folder / "data"), HOME=str(self.folder))
        environment.pop("DISPLAY", None)
        environment.pop("WAYLAND_DISPLAY", None)
        environment.pop("QT_QPA_PLATFORM", None)
        done = subprocess.run([CLI, *map(str, arguments)], input=stdin, capture_output=True, cwd=self.folder,
                              env=environment, timeout=LIMIT_S, check=False)
        errors = done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, status, f"catenary-cli {' '.join(map(str, arguments))}\n{errors}")
        return Output(done.stdout, errors)

    def estimate(self, design, *arguments):
        return json.loads(self.run_cli("estimate", design, "--json", *arguments).text)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def template(self, name):
        path = self.folder / f"{name}.catenary"
        self.run_cli("templates", name, "-o", path)
        return path

    def templates(self):
        return self.run_cli("templates").text.split()


class Output:
    def __init__(self, content, errors):
        self.content = content
        self.errors = errors

    @property
    def text(self):
        return self.content.decode("utf-8")


def by_id(rows, key="id"):
    return {row[key]: row for row in rows}


def main():
    sys.dont_write_bytecode = True
    unittest.main(verbosity=2)
