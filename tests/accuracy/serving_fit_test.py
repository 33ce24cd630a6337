#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The constants of the inference physics are what a fit to the measured runs gives, from wherever it starts.

SERVING_ACCURACY names the program that fits."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
CONSTANTS = HERE.parents[1] / "resources/inference/constants.json"


def fitted(content):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "constants.json")
        file.write_text(json.dumps(content), encoding="utf-8")
        done = subprocess.run([os.environ["SERVING_ACCURACY"], HERE / "serving_rows.json", file, "fit"],
                              capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


class Fit(unittest.TestCase):
    content = json.loads(CONSTANTS.read_text(encoding="utf-8"))

    def test_gives_the_constants_that_are_written(self):
        values = fitted(self.content)
        for constant in self.content["constants"]:
            if "range" in constant:
                with self.subTest(constant["id"]):
                    self.assertAlmostEqual(constant["value"] / values[constant["id"]], 1, delta=1e-3)

    def test_does_not_depend_on_the_constants_before(self):
        elsewhere = json.loads(json.dumps(self.content))
        for constant in elsewhere["constants"]:
            if "range" in constant:
                constant["value"] = constant["range"][0]
        self.assertEqual(fitted(elsewhere), fitted(self.content))


if __name__ == "__main__":
    unittest.main()
