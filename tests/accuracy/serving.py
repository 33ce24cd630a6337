#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the inference physics with published measurements and writes docs/accuracy-inference.md.

    serving.py BIN OUTPUT [--fit]      BIN holds serving_accuracy and catenary-cli

First-party measurements, by measure_gpu.py in own_rows.json, are compared as well, and never fitted.

--fit first fits the constants of resources/inference/constants.json again, and writes them there with the errors and
bands that follow. The same program gives the same page.
"""

import argparse
import json
import math
import pathlib
import re
import statistics
import subprocess
import sys

import serving_report
import serving_traces

HERE = pathlib.Path(__file__).parent
ROWS = HERE / "serving_rows.json"
OWN_ROWS = HERE / "own_rows.json"
CONSTANTS = HERE.parents[1] / "resources/inference/constants.json"


def ask(program, what, rows=ROWS):
    done = subprocess.run([str(program), str(rows), str(CONSTANTS), what], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"serving_accuracy {what}: {done.stderr}")
    return json.loads(done.stdout)


def rewrite(change):
    """Passes each line of the constants file that holds one row through `change`, with what the row says."""
    lines = []
    for line in CONSTANTS.read_text().splitlines():
        text = line.strip().rstrip(",")
        row = json.loads(text) if text.startswith('{"id"') else None
        changed = change(row, line) if row else None
        lines.append(changed if changed is not None else line)
    CONSTANTS.write_text("\n".join(lines) + "\n")


def write_values(values):
    def change(row, line):
        if row["id"] not in values or "value" not in row:
            return None
        return re.sub(r'"value": [^,]+', f'"value": {values[row["id"]]:.5g}', line, count=1)

    rewrite(change)


def write_accuracies(rows):
    def change(row, line):
        if "band" not in row:
            return None
        errors = [r["random"] for r in rows if r["accuracy"] == row["id"]]
        if not errors:
            return None
        sizes = [abs(math.expm1(e)) for e in errors]
        low, high = serving_report.band(errors)
        row.update(rows=len(errors), p50=round(statistics.median(sizes), 4),
                   p90=round(serving_report.quantile(sizes, 0.9), 4), band=[round(low, 4), round(high, 4)])
        return "  " + json.dumps(row, ensure_ascii=False) + ("," if line.rstrip().endswith(",") else "")

    rewrite(change)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs", metavar="BIN", type=pathlib.Path)
    parser.add_argument("output", metavar="OUTPUT", type=pathlib.Path)
    parser.add_argument("--fit", action="store_true", help="fit the constants again and write them")
    arguments = parser.parse_args()
    program = arguments.programs / "serving_accuracy"
    if arguments.fit:
        write_values(ask(program, "fit"))
    found = ask(program, "errors")
    if arguments.fit:
        write_accuracies(found["rows"])
    own = None
    if OWN_ROWS.exists():
        own = serving_report.own_measurements(json.loads(OWN_ROWS.read_text()), ask(program, "predict", OWN_ROWS))
    arguments.output.write_text(serving_report.page(found, json.loads(CONSTANTS.read_text()), own,
                                                    serving_traces.replays(arguments.programs / "catenary-cli")))
    print(f"wrote {arguments.output}")


if __name__ == "__main__":
    main()
