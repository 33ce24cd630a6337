# SPDX-License-Identifier: Apache-2.0
"""Measured runs whose requests are known, played again: traces/NAME.csv holds what came when and what was measured,
traces/NAME.catenary the server. Nothing is fitted to them."""

import csv
import json
import pathlib
import statistics
import subprocess
import sys

from report import table
from serving_report import quantile

TRACES = pathlib.Path(__file__).parent / "traces"
FIGURES = (("ttft_ms", "time to first token"), ("tpot_ms", "time per output token"), ("latency_ms", "latency"))


def measured(file):
    """Values of each figure over the requests of a trace, in ms."""
    values = {name: [] for name, _ in FIGURES}
    with open(file, encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            first, last, tokens = float(row["ttft_ms"]), float(row["latency_ms"]), float(row["output_tokens"])
            values["ttft_ms"].append(first)
            values["latency_ms"].append(last)
            if tokens > 1:
                values["tpot_ms"].append((last - first) / (tokens - 1))
    return values


def replayed(program, design):
    done = subprocess.run([str(program), "simulate", "--replay", "--json", str(design)], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"catenary-cli simulate --replay {design.name}: {done.stderr}")
    return json.loads(done.stdout)["workloads"][0]


def cell(ours, theirs):
    return f"{ours:.4g} / {theirs:.4g} ({100 * (ours / theirs - 1):+.0f} %)"


def replays(program):
    """What the page says of them."""
    lines = []
    for design in sorted(TRACES.glob("*.catenary")):
        title = json.loads(design.read_text(encoding="utf-8"))["title"].removeprefix("Measured run: ")
        ours, theirs = replayed(program, design), measured(design.with_suffix(".csv"))
        for name, words in FIGURES:
            lines.append([title, words, cell(ours[name]["mean"]["value"], statistics.mean(theirs[name])),
                          cell(ours[name]["p90"]["value"], quantile(theirs[name], 0.9))])
    return table(["run", "figure", "mean: ours / measured, ms", "p90: ours / measured, ms"], lines)
