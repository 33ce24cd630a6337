#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares both engines with theory and with each other, through the command line, and writes docs/accuracy.md.

    accuracy.py BIN OUTPUT [--quick]      BIN holds catenary-cli and write_random_designs

The same program gives the same page: seeds are fixed, and nothing depends on how fast the machine is.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import exact_designs
import report

ROWS = pathlib.Path(__file__).with_name("exact_cases.json")
MOST_REQUESTS = 30_000_000  # of an exact case
MOST_OF_A_DESIGN = 1_000_000  # of a template or a random design
COVERAGE_PRECISION = 0.05
COVERAGE_TEMPLATE = "restaurant-recommendation"
COVERAGE_TRUTH = 3_000_000  # requests of the run that stands for the truth of the template


class Effort:
    """How much to spend: the page is written with the full effort, --quick is for a look."""

    def __init__(self, quick):
        self.quick = quick
        self.exact_precision = 0.02 if quick else 0.005
        self.precision = 0.05 if quick else 0.02
        self.designs = 40 if quick else 200
        self.runs = 100 if quick else 500
        self.most_exact = MOST_REQUESTS
        self.precision_of_designs = (f"a precision of {100 * self.precision:g} % or "
                                     f"{MOST_OF_A_DESIGN / 1e6:g} million requests")


class Program:
    """catenary-cli; `estimate` and `simulate` give the estimate, or None where it could not be computed."""

    def __init__(self, programs):
        self.path = programs / "catenary-cli"

    def text(self, *arguments):
        done = subprocess.run([str(self.path), *map(str, arguments)], capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            sys.exit(f"catenary-cli {' '.join(map(str, arguments))}: {done.stderr}")
        return done.stdout if done.returncode == 0 else None

    def json(self, *arguments):
        text = self.text(*arguments, "--json")
        return json.loads(text) if text else None

    def estimate(self, design):
        return self.json("estimate", design)

    def simulate(self, design, precision, seed=1, most=MOST_REQUESTS):
        return self.json("simulate", design, "--precision", precision, "--max-requests", most, "--threads", 1,
                         "--seed", seed)


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def each(what, items, work):
    """[work(item) for item in items], on all cores, in order."""
    items = list(items)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = []
        for result in pool.map(work, items):
            results.append(result)
            progress(f"{what}: {len(results)} of {len(items)}")
    return results


def exact_cases(program, effort, folder):
    """A dict for every row: the row, and the figure of each engine."""

    def solve(numbered):
        # A seed of its own, so that models alike do not share their luck: streams are those of the components' names.
        seed, row = numbered
        path = folder / f"{row['id']}.catenary"
        path.write_text(json.dumps(exact_designs.design_of(row)))
        found = {"row": row, "analysis": None, "simulation": None}
        for engine, estimate in (("analysis", program.estimate(path)),
                                 ("simulation", program.simulate(path, effort.exact_precision, seed))):
            if estimate:
                found[engine] = exact_designs.figure_of(row, estimate)
        return found

    return each("exact cases", enumerate(json.loads(ROWS.read_text()), 1), solve)


def busiest(estimate):
    """The highest traffic intensity: the inverse of the load at which the first station saturates."""
    loads = [c["saturates_at_load"] for c in estimate["components"] if c.get("saturates_at_load")]
    return 1 / min(loads) if loads else 0.0


def compare(program, effort, path, features=()):
    """The relative differences of the analysis from the simulation, one dict for each workload."""
    analysis = program.estimate(path)
    simulation = program.simulate(path, effort.precision, most=MOST_OF_A_DESIGN)
    if not analysis or not simulation:
        return {"name": path.stem, "features": features, "workloads": [], "busiest": None}
    workloads = []
    for ours, theirs in zip(analysis["workloads"], simulation["workloads"]):
        errors = {}
        for name in ("mean", "p50", "p99"):
            value, truth = ours["latency_ms"][name]["value"], theirs["latency_ms"][name]
            if value is not None and truth["value"]:
                errors[name] = value / truth["value"] - 1
        if theirs["completed_per_s"]:
            errors["throughput"] = ours["completed_per_s"] / theirs["completed_per_s"] - 1
        workloads.append({"id": ours["id"], "errors": errors,
                          "noise": report.half_width(theirs["latency_ms"]["p99"])})
    return {"name": path.stem, "features": features, "workloads": workloads, "busiest": busiest(analysis),
            "stable": analysis["stable"] and simulation["stable"], "converged": simulation["run"]["converged"]}


def templates(program, effort, folder):
    def solve(name):
        path = folder / f"{name}.catenary"
        program.text("templates", name, "-o", path)
        return compare(program, effort, path)

    return each("templates", program.text("templates").split(), solve)


def random_designs(programs, program, effort, folder):
    subprocess.run([str(programs / "write_random_designs"), "1", str(effort.designs), str(folder)], check=True)

    def solve(seed):
        path = folder / f"{seed}.catenary"
        return compare(program, effort, path, tuple(json.loads(path.read_text())["x-features"]))

    return each("random designs", range(1, effort.designs + 1), solve)


def coverage(program, effort, title, path, truth):
    """How many of the intervals of independent runs hold the truth, by figure."""

    def run(seed):
        estimate = program.simulate(path, COVERAGE_PRECISION, seed)
        return estimate["workloads"][0]["latency_ms"]

    runs = each(f"coverage of {title}", range(1, effort.runs + 1), run)
    held = {name: sum(r[name]["low"] <= truth[name] <= r[name]["high"] for r in runs) for name in ("mean", "p99")}
    widths = {name: statistics.fmean(report.half_width(r[name]) for r in runs) for name in ("mean", "p99")}
    return {"title": title, "runs": effort.runs, "held": held, "widths": widths, "truth": truth}


def coverages(program, effort, folder):
    queue = folder / "mm1.catenary"
    queue.write_text(json.dumps(exact_designs.single({"lam": 0.8, "mu": 1}).design()))
    template = folder / f"{COVERAGE_TEMPLATE}.catenary"
    program.text("templates", COVERAGE_TEMPLATE, "-o", template)
    # 1/(μ − λ) and −ln 0.01/(μ − λ); of the template a long run stands for the truth
    exact = {"mean": 5.0, "p99": 23.025851}
    long = program.json("simulate", template, "--requests", COVERAGE_TRUTH, "--seed", 1_000_000)
    long = long["workloads"][0]["latency_ms"]
    found = {name: long[name]["value"] for name in exact}
    return [coverage(program, effort, "M/M/1 at 0.8", queue, exact),
            coverage(program, effort, f"template `{COVERAGE_TEMPLATE}`", template, found)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs", metavar="BIN", type=pathlib.Path)
    parser.add_argument("output", metavar="OUTPUT", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true", help="less precise, fewer designs: for a look")
    arguments = parser.parse_args()
    effort = Effort(arguments.quick)
    program = Program(arguments.programs)
    with tempfile.TemporaryDirectory(prefix="catenary-accuracy.") as folder:
        folder = pathlib.Path(folder)
        page = report.page(effort, exact_cases(program, effort, folder), templates(program, effort, folder),
                           random_designs(arguments.programs, program, effort, folder),
                           coverages(program, effort, folder), COVERAGE_PRECISION, COVERAGE_TRUTH)
    progress("")
    arguments.output.write_text(page)
    print(f"wrote {arguments.output}")


if __name__ == "__main__":
    main()
