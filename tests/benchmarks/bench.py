#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints what the program costs: start to first frame, edit to updated numbers, memory. canvas.py
measures the canvas.

    bench.py BIN            BIN holds catenary and catenary-bench; needs a display
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

STARTS = 10


def run(*command):
    """Runs a command that must succeed; gives what it printed and its peak resident memory in MiB."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{text}")
    return text, usage.ru_maxrss / 1024


def found(pattern, text):
    """The groups of the pattern, which the program must have printed."""
    match = re.search(pattern, text)
    if not match:
        sys.exit(f"expected `{pattern}` in:\n{text}")
    return match.groups()


def row(what, value, unit, note=""):
    print(f"{what:<44}{value:>10} {unit:<9}{note}", flush=True)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: bench.py BIN")
    programs = pathlib.Path(sys.argv[1])
    studio = programs / "catenary"

    run(studio, "--bench-start")  # brings the program into the page cache
    starts, memory = zip(*(run(studio, "--bench-start") for _ in range(STARTS)))
    times = [float(found(r"first frame: ([0-9.]+) ms", text)[0]) for text in starts]
    row("start to first frame", f"{statistics.median(times):.0f}", "ms",
        f"median of {STARTS}, warm; {min(times):.0f} to {max(times):.0f}")
    row("memory at the first frame", f"{statistics.median(memory):.0f}", "MiB", "peak resident")

    text, _ = run(programs / "catenary-bench", "--benchmark_format=json", "--benchmark_repetitions=5",
                  "--benchmark_report_aggregates_only=true", "--benchmark_min_time=0.2")
    medians = [b for b in json.loads(text[text.index("{"):])["benchmarks"] if b["aggregate_name"] == "median"]
    names = {"editToNumbers/0": "edit to updated numbers", "editToNumbers/1": "edit to updated numbers",
             "editToNumbers/2": "edit to updated numbers",
             "editToNumbersWithoutLoadLine": "  of it without the load line",
             "validateDesign": "  validate", "lowerDesign": "  lower", "analyseNetwork": "  analyse",
             "analyseMeans/30": "  30 components: means", "analysePercentiles/30": "  30 components: with percentiles",
             "analyseMeans/500": "  500 components: means",
             "analysePercentiles/500": "  500 components: with percentiles",
             "loadLineOnMeans/30": "  30 components: load line on means",
             "loadLineOnPercentiles/30": "  30 components: load line on percentiles",
             "loadLineOnMeans/500": "  500 components: load line on means",
             "loadLineOnPercentiles/500": "  500 components: load line on percentiles",
             "decodeDesign": "open: decode", "arrangeAndCompose": "picture: arrange and compose",
             "arrangeGrid/1000": "  1,000 components: route all", "arrangeGrid/5000": "  5,000 components: route all",
             "composeGrid/1000": "  1,000 components: compose", "composeGrid/5000": "  5,000 components: compose",
             "moveOneOf/1000": "  move one of 1,000: routes", "moveOneOf/5000": "  move one of 5,000: routes",
             "moveOneOfAndCompose/1000": "  move one of 1,000: picture",
             "moveOneOfAndCompose/5000": "  move one of 5,000: picture"}
    for benchmark in medians:
        row(names.get(benchmark["run_name"], benchmark["run_name"]), f"{benchmark['real_time']:.3f}",
            benchmark["time_unit"], benchmark.get("label", ""))


if __name__ == "__main__":
    main()
