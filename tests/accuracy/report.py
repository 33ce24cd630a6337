# SPDX-License-Identifier: Apache-2.0
"""The page docs/accuracy.md, from what accuracy.py found."""

import math
import statistics

FIGURES = ("mean", "p50", "p99", "throughput")
#: What the analysis only approximates strongly: these designs are held to twice the bounds of the others.
HARD = {"burst", "retries", "held"}
HIGHEST_UTILISATION = 0.85
#: Half the interval of a simulated p99 above which a design says nothing about the analysis.
WIDEST = 0.05


def half_width(figure):
    """Half the interval over the value, or NaN where there is no interval."""
    if figure.get("low") is None or figure.get("high") is None or not figure["value"]:
        return math.nan
    return (figure["high"] - figure["low"]) / 2 / figure["value"]


def percent(x, digits=2):
    return "–" if x is None or math.isnan(x) else f"{100 * x:+.{digits}f} %"


def number(x):
    return "–" if x is None else f"{x:.6g}"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "| --- " + "| ---: " * (len(heads) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def quantile(values, p):
    """The ⌈p n⌉-th smallest."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(p * len(ordered)) - 1)]


def deviation(figure, row):
    return figure["value"] / row["value"] - 1 if figure and figure["value"] is not None else None


def exact_section(effort, cases):
    rows = []
    held = shown = 0
    within = {"analysis": 0, "simulation": 0}
    figures = {"analysis": 0, "simulation": 0}
    for case in cases:
        row, analysis, simulation = case["row"], case["analysis"], case["simulation"]
        parameters = ", ".join(f"{k} {v:g}" if isinstance(v, float) else f"{k} {v}" for k, v in row["params"].items())
        interval = "–"
        for engine in ("analysis", "simulation"):
            off = deviation(case[engine], row)
            if off is not None:
                figures[engine] += 1
                within[engine] += abs(off) <= max(row["tolerance"], 0.001 if engine == "analysis" else
                                                  3 * effort.exact_precision)
        if simulation and simulation.get("low") is not None:
            shown += 1
            inside = simulation["low"] <= row["value"] <= simulation["high"]
            held += inside
            interval = f"{number(simulation['low'])} … {number(simulation['high'])}" + ("" if inside else " (misses)")
        rows.append([f"{row['model']} ({parameters})", row["metric"].replace("_", " "), number(row["value"]),
                     number(analysis["value"]) if analysis else "–", percent(deviation(analysis, row), 4),
                     number(simulation["value"]) if simulation else "–", percent(deviation(simulation, row)), interval])
    return f"""## Against theory

{len(cases)} figures of textbook models whose value is known (tests/accuracy/exact_cases.json has the sources), written
as designs and run through the command line. The analysis gives {figures['analysis']} of them, {within['analysis']} within 0.1 % or, where it approximates,
the tolerance of the row; the simulation, at a precision of {100 * effort.exact_precision:g} % or {effort.most_exact / 1e6:g} million requests, gives {figures['simulation']}, {within['simulation']} of them within {300 * effort.exact_precision:g} %.
{held} of {shown} intervals of the simulation hold the value ({100 * held / max(shown, 1):.1f} %; 95 % are meant to). Without a figure is what the
estimate format does not report: percentiles of the wait alone.

{table(["model", "figure", "value", "analysis", "off", "simulation", "off", "interval"], rows)}
"""


def spread(errors):
    """Median, worst of 20 and worst of absolute errors."""
    if not errors:
        return ["–", "–", "–"]
    sizes = [abs(e) for e in errors]
    return [f"{100 * statistics.median(sizes):.2f} %", f"{100 * quantile(sizes, 0.95):.2f} %", f"{100 * max(sizes):.2f} %"]


def errors_of(designs, figure):
    return [w["errors"][figure] for d in designs for w in d["workloads"] if figure in w["errors"]]


def figures_table(designs):
    return table(["figure", "median", "worst of 20", "worst"],
                 [[figure, *spread(errors_of(designs, figure))] for figure in FIGURES])


def templates_section(effort, designs):
    rows = []
    for design in designs:
        for workload in design["workloads"]:
            errors = workload["errors"]
            rows.append([f"`{design['name']}` {workload['id']}", *(percent(errors.get(f)) for f in FIGURES),
                         f"{100 * workload['noise']:.2f} %" if not math.isnan(workload["noise"]) else "–"])
    lost = [d["name"] for d in designs if not d["workloads"]]
    note = f"\nNot simulated: {', '.join(lost)}.\n" if lost else ""
    return f"""## Analysis against simulation: the reference systems

How far the analysis is from the simulation ({effort.precision_of_designs}). The last column is half the interval of the
simulated p99: what is smaller than that is noise.
{note}
{figures_table(designs)}

{table(["reference system, workload", *FIGURES, "p99 ±"], rows)}
"""


def random_section(effort, designs):
    usable = [d for d in designs
              if d["workloads"] and d["stable"] and d["busiest"] <= HIGHEST_UTILISATION
              and all(w["noise"] <= WIDEST for w in d["workloads"])]
    plain = [d for d in usable if not HARD & set(d["features"])]
    hard = [d for d in usable if HARD & set(d["features"])]
    features = sorted({f for d in usable for f in d["features"]})
    by_feature = []
    for feature in features:
        having = [d for d in usable if feature in d["features"]]
        by_feature.append([feature.replace("_", " "), str(len(having)), *spread(errors_of(having, "mean")),
                           *spread(errors_of(having, "p99"))])
    return f"""## Analysis against simulation: random designs

Seeds 1 to {effort.designs} of the generator in tests/accuracy/random_design.h: 3 to 30 components, {len(usable)} of them stable, with no
station above {100 * HIGHEST_UTILISATION:g} %, and their p99 simulated to {100 * WIDEST:g} % or better. Simulated at {effort.precision_of_designs}:
the noise to set against these differences.

{len(plain)} designs without bursts, retries and held workers:

{figures_table(plain)}

{len(hard)} designs with one of these:

{figures_table(hard)}

By feature (a design has several, so that the error shown need not be that feature's doing), mean and p99:

{table(["feature", "designs", "mean: median", "worst of 20", "worst", "p99: median", "worst of 20", "worst"], by_feature)}
"""


def coverage_section(found, precision, truth):
    rows = []
    for case in found:
        for name in ("mean", "p99"):
            rows.append([case["title"], name, str(case["runs"]), f"{100 * case['held'][name] / case['runs']:.1f} %",
                         f"{100 * case['widths'][name]:.2f} %"])
    return f"""## How often the intervals hold the truth

Independent runs, stopped by the rule at a precision of {100 * precision:g} %: 95 % of their intervals are meant to hold the true value.
Of the reference system a run of {truth / 1e6:g} million requests stands for the truth.

{table(["model", "figure", "runs", "intervals that hold it", "mean half-width"], rows)}
"""


def page(effort, cases, templates, designs, found, precision, truth):
    quick = "\n**Written with --quick: fewer designs and less precise than the page of a release.**\n" if effort.quick else ""
    return f"""# How accurate the engines are

`./dev accuracy` writes this page: both engines through the command line, seeds fixed. The analysis is exact where
theory is and approximates elsewhere ([analysis.md](analysis.md) has each formula with its source); the simulation is
exact up to its interval. What neither models is listed in [not-modelled.md](not-modelled.md).
{quick}
{exact_section(effort, cases)}
{templates_section(effort, templates)}
{random_section(effort, designs)}
{coverage_section(found, precision, truth)}"""
