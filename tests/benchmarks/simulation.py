#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints how fast the simulation is beside a reference tuned by hand, and beside SimPy where it is installed.

    simulation.py BIN            BIN holds catenary-cli and simulation-reference

Four models, written as designs for `catenary-cli simulate`. Machines are noisy: the programs take turns, and what
counts is the ratio within a round, of which the median is printed. Times are of the processor. The simulation's is that
of the whole command on one thread: start, warm-up, statistics and intervals included; the reference's and SimPy's that
of the run alone. What a second thread brings is told by the clock, and needs two cores that nobody else uses.
"""

import importlib.util
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "accuracy"))
import exact_designs as textbook  # noqa: E402

ROUNDS = 7
MODELS = {  # title, mean response in ms, design, customers, customers for SimPy
    "a": ("M/M/1, 0.8", 5.0, textbook.queue(textbook.poisson(0.8), service_time_ms=textbook.exponential(1)),
          4_000_000, 40_000),
    "b": ("M/M/8, 0.9", 1.876916,
          textbook.queue(textbook.poisson(7.2), service_time_ms=textbook.exponential(1), workers=8),
          4_000_000, 40_000),
    "c": ("three tiers with a cache", 15.149643,
          textbook.tiers({"lam": 1000, "gw": [4, 0.0032], "cache": [2, 0.001], "db": [8, 0.032], "hit": 0.8}),
          2_000_000, 20_000),
    "d": ("fork to ten and join", 8.233903, textbook.fork({"lam": 0.7, "mu": 1, "n": 10}), 800_000, 5_000),
}


def printed(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def of_the_simulation(program, design, customers, threads):
    """Customers per second of processor time and of the clock, and the mean response."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    text = printed([program, "simulate", design, "--json", "--requests", customers, "--threads", threads])
    after, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    estimate = json.loads(text)
    requests = estimate["run"]["requests"]
    return requests / processor, requests / clock, estimate["workloads"][0]["latency_ms"]["mean"]["value"]


def of_a_program(command, name, customers):
    words = printed([*command, name, customers]).split()
    return float(words[0]), float(words[words.index("mean") + 1])


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: simulation.py BIN")
    programs = pathlib.Path(sys.argv[1])
    simpy = importlib.util.find_spec("simpy") is not None
    if not simpy:
        print("SimPy is not installed: left out")
    print(f"customers per second in millions, medians of {ROUNDS} rounds; ratios within a round (lowest to highest)")
    print(f"{'model':<30}{'simulation':>11}{'reference':>11}{'ratio':>8}{'':17}{'2 threads':>10}"
          f"{'SimPy':>9}{'times SimPy':>13}")
    with tempfile.TemporaryDirectory(prefix="catenary-bench.") as folder:
        for name, (title, mean, build, customers, few) in MODELS.items():
            design = pathlib.Path(folder) / f"{name}.catenary"
            design.write_text(json.dumps(build.design()))
            ours, theirs, gains, peer = [], [], [], []
            for _ in range(ROUNDS):
                processor, clock, found = of_the_simulation(programs / "catenary-cli", design, customers, 1)
                if abs(found / mean - 1) > 0.05:
                    sys.exit(f"model {name}: mean {found} where {mean} is right")
                ours.append(processor)
                theirs.append(of_a_program([programs / "simulation-reference"], name, customers)[0])
                gains.append(of_the_simulation(programs / "catenary-cli", design, customers, 2)[1] / clock)
                if simpy:
                    peer.append(of_a_program([sys.executable, HERE / "simulation_simpy.py"], name, few)[0])
            ratios = [a / b for a, b in zip(ours, theirs)]
            median = statistics.median
            line = (f"{name + '  ' + title:<30}{median(ours) / 1e6:>11.2f}{median(theirs) / 1e6:>11.2f}"
                    f"{median(ratios):>8.2f}{f' ({min(ratios):.2f} to {max(ratios):.2f})':<17}"
                    f"{median(gains):>9.2f}x")
            if simpy:
                line += f"{median(peer) / 1e6:>9.3f}{median([a / b for a, b in zip(ours, peer)]):>12.0f}x"
            print(line, flush=True)


if __name__ == "__main__":
    main()
