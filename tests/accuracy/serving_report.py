# SPDX-License-Identifier: Apache-2.0
"""The page docs/accuracy-inference.md, from what serving_accuracy found."""

import math
import statistics

from report import table


def at_rank(values, at):
    """The value at a rank from 0, between the two nearest."""
    ordered = sorted(values)
    at = min(max(at, 0), len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def quantile(values, p):
    return at_rank(values, p * (len(values) - 1))


def band(errors):
    """Measured ÷ predicted such that a tenth of unseen rows is expected below and a tenth above: ranks of p (n + 1)."""
    tenth = (len(errors) + 1) / 10 - 1
    return math.exp(-at_rank(errors, len(errors) - 1 - tenth)), math.exp(-at_rank(errors, tenth))


def sizes(rows, how):
    return [abs(math.expm1(row[how])) for row in rows]


def pair(rows, how):
    found = sizes(rows, how)
    return f"{100 * statistics.median(found):.1f} / {100 * quantile(found, 0.9):.1f}"


def inside(rows, how, accuracies):
    """Share of rows that lie in the band of their group."""
    held = 0
    for row in rows:
        low, high = accuracies[row["accuracy"]]["band"]
        held += low <= math.exp(-row[how]) <= high
    return f"{100 * held / len(rows):.0f} %"


def errors_table(rows, key, titles, accuracies):
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    lines = []
    for name in titles:
        if name not in groups:
            continue
        group = groups[name]
        lines.append([titles[name], str(len(group)), pair(group, "fitted"), pair(group, "random"), pair(group, "model"),
                      pair(group, "gpu"), inside(group, "random", accuracies)])
    return table(["group", "rows", "fitted to", "random tenth", "model", "hardware", "in the band"], lines)


def fits_table(constants):
    lines = []
    for fit in constants["fits"]:
        members = [c for c in constants["constants"] if c["fit"] == fit["id"]]
        lines.append([fit["title"], str(len(members)), ", ".join(f"`{c['id']}`" for c in members)])
    return table(["fitted to", "constants", "which"], lines)


def refused_table(refused):
    counts = {}
    for row in refused:
        counts[row["group"], row["reason"]] = counts.get((row["group"], row["reason"]), 0) + 1
    return table(["group", "rows", "reason"], [[g, str(n), reason] for (g, reason), n in sorted(counts.items())])


NO_OWN_ROWS = """No own measurement has been made yet: on a machine with a GPU and PyTorch, `python3
tests/accuracy/measure_gpu.py` makes them, in ten minutes unless told otherwise, and writes tests/accuracy/own_rows.json,
which this page then reports."""


def own_measurements(content, found):
    """What the page says of first-party rows: the errors of each group on each device, with the way of most of them."""
    sources = {row["id"]: content["sources"][row["source"]] for row in content["rows"]}
    spreads = {row["id"]: (row["spread"][1] - row["spread"][0]) / row["value"] for row in content["rows"]}
    groups = {}
    for row in found["rows"]:
        groups.setdefault((row["group"], sources[row["id"]]), []).append(row)
    lines = []
    for (group, source), rows in sorted(groups.items()):
        ratio = math.exp(statistics.median(row["error"] for row in rows))
        spread = statistics.median(spreads[row["id"]] for row in rows)
        lines.append([f"`{group}`", str(len(rows)), pair(rows, "error"), f"{ratio:.2f}", f"{100 * spread:.1f} %", source])
    text = """Of tests/accuracy/measure_gpu.py: plain PyTorch, random weights, shapes of the catalog. No constant is fitted to
them, and no constant is for plain PyTorch of today, so the errors also hold what that differs from the engines above.
*Predicted ÷ measured*: the median. *Spread*: between the quartiles of the repetitions, in the median.

"""
    text += table(["group", "rows", "error", "predicted ÷ measured", "spread", "device"], lines)
    return text + ("\n\n" + refused_table(found["refused"]) if found["refused"] else "")


def page(found, constants, own, replays):
    """`own` is what own_measurements says; None: there are none. `replays`: what serving_traces says."""
    rows = found["rows"]
    alone = sum("two points given" not in row["group"] for row in rows)
    accuracies = {a["id"]: a for a in constants["accuracy"]}
    by_kind = {a["id"]: a["title"] for a in constants["accuracy"]}
    by_source = {g: f"`{g}`" for g in sorted({r["group"] for r in rows})}
    fitted = sum(1 for c in constants["constants"] if "range" in c)
    return f"""# How close the inference physics comes

Written by `./dev accuracy serving`; what is computed is in [inference.md](inference.md). {alone + len(found['refused'])} published measurements of
model servers (tests/accuracy/serving_rows.json, each with its source), {alone} of them predicted. Each error is
|predicted ÷ measured − 1| in per cent, median / 90th percentile: of the rows the constants were fitted to; of rows when
a random tenth of all is left out of the fit; when all rows of their model are; when all rows of their hardware are.
Constants that nothing else measures, such as the overheads of an engine that only one model was run on, are known in the
last two columns from the rows left out. *In the band*: share of the rows left out at random that lie within the band of their group,
which is meant to hold four fifths.

## By kind of prediction

{errors_table(rows, "accuracy", by_kind, accuracies)}

## By source

{errors_table(rows, "group", by_source, accuracies)}

## Runs played again

Runs of vLLM 0.19 on 300 requests each of a chat data set (casys-kaist/LLMServingSim, bench/examples; MIT licence), ten a
second, whose requests are known one by one: tests/accuracy/traces. `catenary-cli simulate --replay` plays them on the
server of the same settings. No constant is fitted to them. Requests come faster than the server answers, so that times to
the first token are waits, and an error of the throughput is in all that follow.

{replays}

Experts were counted in that very model, by others (`moe_popularity`); those of the runs that the rest is fitted to hold 8 and
4 bits, these 16. Cards without a link of their own exchange at what others published of NCCL as it comes (`pcie_share`,
`pcie_latency`), of which engines are assumed to reach the share that they reach of other links. It was looked up when the run
of qwen3-32b was 15 % too fast at half the nominal rate. The one row of MLPerf whose model spans such cards, llama-2-70b on
H100-PCIe, is a third too low by it; perhaps those runs are tuned. Where the cache is short (RTX 4090), sequences that gave
way are computed again in full, while that engine had a prefix cache.

## First-party measurements

{own or NO_OWN_ROWS}

## What is fitted

{fitted} constants, one set for every model and every accelerator, each with unit, meaning and the range of values that make
sense in resources/inference/constants.json. The loss is that of log(predicted ÷ measured), quadratic below 6 % and linear
above; a group of rows weighs as much as the root of its size. A fit starts from the geometric middle of the ranges, where a
constant stays that the rows say nothing about, so that it depends on rows and ranges alone.
`./dev accuracy serving --fit` fits again, and writes errors and bands. Later lines take the constants of earlier ones as given.

{fits_table(constants)}

## What is not predicted

{refused_table(found["refused"])}

Not modelled: percentiles of the latency but the median, beams beyond one share,
clocks under power limits but by two rules, experts placed on several hosts, pipeline parallelism, prompts that
repeat. The time to the first token in a closed loop depends on how the client starts; its band says so.
"""
