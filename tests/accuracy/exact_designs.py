# SPDX-License-Identifier: Apache-2.0
"""The textbook models of exact_cases.json as designs, and where an estimate holds the figure of a row.

A row's times become milliseconds, so a rate of λ becomes 1000 λ per second. All connections have the distance `none`.
`design_of(row)` gives the design, `figure_of(row, estimate)` a dict with `value` and, where the estimate has one, the
interval `low` … `high`; both None where the file format has no such figure.
"""


def exponential(mean):
    return {"distribution": "exponential", "mean": mean}


def law(parameters):
    """The service law of a row with `mean` and `scv`."""
    cv = parameters["scv"] ** 0.5
    name = "lognormal" if parameters.get("service") == "lognormal" else "hyperexponential"
    return {"distribution": name, "mean": parameters["mean"], "cv": cv}


def poisson(per_ms):
    return {"process": "poisson", "rate_per_s": 1000 * per_ms}


class Build:
    """A design in the making: a client `app` and what it calls."""

    def __init__(self, arrival, priority=0):
        self.components = [{"id": "app", "kind": "client"}]
        self.connections = []
        self.workloads = [{"id": "requests", "source": "app", "arrival": arrival, "priority": priority}]

    def add(self, name, kind="service", **parameters):
        self.components.append({"id": name, "kind": kind, "parameters": parameters})
        return name

    def connect(self, source, target, **fields):
        self.connections.append({"id": f"{source}-{target}-{len(self.connections)}", "from": source, "to": target,
                                 "distance": "none", **fields})

    def workload(self, name, source, arrival, priority=0):
        self.workloads.append({"id": name, "source": source, "arrival": arrival, "priority": priority})

    def design(self):
        return {"format": "catenary-design", "version": 1, "components": self.components,
                "connections": self.connections, "workloads": self.workloads}


def queue(arrival, **parameters):
    build = Build(arrival)
    build.connect("app", build.add("queue", **parameters))
    return build


def rate(p):
    return poisson(p["lam"])


def fork(p):
    rates = p["mu"] if isinstance(p["mu"], list) else [p["mu"]] * p["n"]
    build = Build(rate(p))
    for i, mu in enumerate(rates):
        build.connect("app", build.add(f"branch{i}", service_time_ms=exponential(1 / mu)))
    return build


def split_merge(p):
    build = queue(rate(p), service_time_ms=0, holds_worker=True)
    build.connect("queue", build.add("task", "external", service_time_ms=exponential(1 / p["mu"])), calls=p["n"])
    return build


def scatter(p):
    build = Build(poisson(1))
    fields = {"calls": p["n"]} | ({"join": {"wait_for": p["k"]}} if "k" in p else {})
    build.connect("app", build.add("shard", "external", service_time_ms=exponential(1 / p["mu"])), **fields)
    return build


def hedged(p):
    build = Build(poisson(1))
    build.connect("app", build.add("work", "external", service_time_ms=exponential(1 / p["mu"])),
                  policy={"hedge_after_ms": p["d"]})
    return build


def two_classes(p, preemptive):
    first, second = p["lam"]
    build = queue(poisson(first), service_time_ms=exponential(1 / p["mu"]), discipline="priority",
                  preemptive=preemptive)
    build.workload("second", "app", poisson(second), priority=1)
    return build


def jackson(p):
    """Three stations with forwarding; a source for each station with arrivals from outside."""
    build = Build(poisson(p["gamma"][0]))
    names = [build.add(f"s{i}", service_time_ms=exponential(1 / mu), workers=c)
             for i, (mu, c) in enumerate(zip(p["mu"], p["c"]))]
    build.connect("app", names[0])
    for i, gamma in enumerate(p["gamma"]):
        if i > 0 and gamma > 0:
            build.components.append({"id": f"app{i}", "kind": "client"})
            build.workload(f"requests{i}", f"app{i}", poisson(gamma))
            build.connect(f"app{i}", names[i])
    for i, routes in enumerate(p["P"]):
        for j, probability in enumerate(routes):
            if probability > 0:
                build.connect(names[i], names[j], mode="forward", probability=probability)
    return build


def feedback(p):
    build = queue(poisson(p["gamma"]), service_time_ms=exponential(1 / p["mu"]))
    build.connect("queue", "queue", mode="forward", probability=p["p_feedback"])
    return build


def tiers(p):
    """The row is in seconds and requests per second."""
    build = Build(poisson(p["lam"] / 1000))
    for name in ("gw", "db"):
        build.add(name, service_time_ms=exponential(1000 * p[name][1]), workers=p[name][0])
    build.add("cache", "cache", service_time_ms=exponential(1000 * p["cache"][1]), workers=p["cache"][0],
              hit_ratio=p["hit"])
    build.connect("app", "gw")
    build.connect("gw", "cache")
    build.connect("cache", "db", when="on_miss")
    return build


def tandem(p):
    build = Build(rate(p))
    before = "app"
    for i, mu in enumerate(p["mu"]):
        build.connect(before, build.add(f"s{i}", service_time_ms=exponential(1 / mu)))
        before = f"s{i}"
    return build


def bulk(p, batch_time):
    build = Build(rate(p))
    build.connect("app", build.add("queue", "batch_server", min_batch=p.get("a", 1), max_batch=p["b"],
                                   batch_time_ms=batch_time))
    return build


def dispatched(p, dispatch, replicas, per_ms):
    return queue(poisson(per_ms), service_time_ms=exponential(1 / p["mu"]), replicas=replicas, dispatch=dispatch)


def closed(p):
    build = Build({"process": "closed", "users": p["N"], "think_time_ms": exponential(p["Z"])})
    for i, demand in enumerate(p.get("demands", [p.get("S")])):
        build.connect("app", build.add(f"s{i}", service_time_ms=exponential(demand), workers=p.get("c", 1)),
                      stage=i + 1)
    return build


def cached(p, eviction):
    build = Build(poisson(p.get("rate", 1000) / 1000))
    limits = {"ttl_s": p["ttl"]} if eviction == "ttl" else {"capacity_items": p["size"]}
    build.connect("app", build.add("queue", "cache", service_time_ms=0, items=p["items"], zipf_skew=p["zipf"],
                                   eviction=eviction, **limits))
    return build


def single(p, **parameters):
    return queue(rate(p), service_time_ms=exponential(1 / p["mu"]), **parameters)


MODELS = {
    "M/M/1 FIFO": single,
    "M/M/c FIFO": lambda p: single(p, workers=p["c"]),
    "M/D/1 FIFO": lambda p: queue(rate(p), service_time_ms=p["D"]),
    "M/D/c FIFO": lambda p: queue(rate(p), service_time_ms=p["D"], workers=p["c"]),
    "M/G/1 FIFO": lambda p: queue(rate(p), service_time_ms=law(p)),
    "M/H2/c FIFO": lambda p: queue(rate(p), service_time_ms=law(p), workers=p["c"]),
    "M/M/1/K": lambda p: single(p, queue_capacity=p["K"] - 1),
    "M/M/c/c": lambda p: single(p, workers=p["c"], queue_capacity=0),
    "M/G/c/c": lambda p: queue(rate(p), service_time_ms=law(p), workers=p["c"], queue_capacity=0),
    "M/M/c/K": lambda p: single(p, workers=p["c"], queue_capacity=p["K"] - p["c"]),
    "M/M/1-PS": lambda p: single(p, discipline="ps"),
    "M/G/1-PS": lambda p: queue(rate(p), service_time_ms=law(p), discipline="ps"),
    "M/M/1 LCFS preemptive-resume": lambda p: single(p, discipline="lifo", preemptive=True),
    "M/M/1 2-class non-preemptive priority": lambda p: two_classes(p, False),
    "M/M/1 2-class preemptive-resume priority": lambda p: two_classes(p, True),
    "E2/M/1 FIFO": lambda p: queue(
        {"process": "renewal", "interarrival_ms": {"distribution": "erlang", "mean": 1 / p["lam"], "k": 2}},
        service_time_ms=exponential(1 / p["mu"])),
    "D/M/1 FIFO": lambda p: queue({"process": "constant", "rate_per_s": 1000 * p["lam"]},
                                  service_time_ms=exponential(1 / p["mu"])),
    "H2/M/1 FIFO": lambda p: queue(
        {"process": "renewal", "interarrival_ms": {"distribution": "hyperexponential", "mean": 1 / p["lam"],
                                                   "cv": p["arrival_scv"] ** 0.5}},
        service_time_ms=exponential(1 / p["mu"])),
    "M^[4]/M/1 batch arrivals": lambda p: queue(
        {"process": "batch", "rate_per_s": 1000 * p["batch_rate"], "size": p["batch"]},
        service_time_ms=exponential(1 / p["mu"])),
    "MMPP2/M/1 FIFO": lambda p: queue(
        {"process": "bursty", "rate_per_s": 1000 * p["lam_mean"], "peak_ratio": p["rates"][1] / p["lam_mean"],
         "burst_fraction": p["switch"][0] / sum(p["switch"]), "burst_ms": 1 / p["switch"][1]},
        service_time_ms=exponential(1 / p["mu"])),
    "open Jackson, feedback": jackson,
    "M/M/1 with Bernoulli feedback": feedback,
    "3-tier cache network (bench model c)": tiers,
    "M/M/1 -> M/M/1 tandem": tandem,
    "fork-join n=2 M/M/1": fork,
    "fork-join n=3 M/M/1": fork,
    "fork-join n=3 heterogeneous": fork,
    "fork-join n=10 M/M/1": fork,
    "split-merge n=4 (M/G/1, S=max of 4 exp)": split_merge,
    "scatter-gather 10, infinite servers": scatter,
    "quorum 2-of-3, infinite servers": scatter,
    "hedged request after d=1 (S~exp(1), infinite servers)": hedged,
    "M/M^[1,8]/1 bulk service": lambda p: bulk(p, exponential(1 / p["mu"])),
    "M/M^[4,16]/1 bulk service": lambda p: bulk(p, exponential(1 / p["mu"])),
    "M/D^[1,8]/1, batch k takes .5+.08k": lambda p: bulk(p, {"base": p["alpha"], "per_item": p["beta"]}),
    "M/M/c+M (Erlang-A)": lambda p: single(p, workers=p["c"], patience_ms=exponential(1 / p["theta"])),
    "M/M/1 exponential setup": lambda p: single(p, setup_ms=exponential(1 / p["alpha"])),
    "M/M/k/setup": lambda p: single(p, replicas=p["k"], setup_ms=exponential(1 / p["alpha"])),
    "M/M/1 with breakdowns (any time), preemptive resume": lambda p: single(
        p, mtbf_s=1 / p["fail"] / 1000, mttr_s=1 / p["repair"] / 1000),
    "power-of-2 choices, n->inf": lambda p: dispatched(p, "power_of_two", 1000, 1000 * p["lam_per_server"]),
    "power-of-2 choices, finite n": lambda p: dispatched(p, "power_of_two", p["n"], p["n"] * p["lam_per_server"]),
    "JSQ, 2 servers": lambda p: dispatched(p, "shortest_queue", p["n"], p["lam"]),
    "machine repair M/M/1//N": closed,
    "machine repair M/M/2//N": closed,
    "closed 3-station, delay Z": closed,
    "LRU cache, IRM Zipf(1) 8 items, size 3": lambda p: cached(p, "lru"),
    "FIFO or RANDOM cache, IRM Zipf(1) 8 items, size 3": lambda p: cached(p, "fifo"),
    "LRU cache, IRM Zipf(.8) 100000 items, size 5000": lambda p: cached(p, "lru"),
    "TTL cache (not reset on hit), Zipf(.9) 1000 items, 100 req/s, TTL 10 s": lambda p: cached(p, "ttl"),
}


def latency(percentile, workload=0):
    return lambda row, e: e["workloads"][workload]["latency_ms"][percentile]


def waiting(row, e):
    return next(c for c in e["components"] if c["id"] == "queue")["waiting_ms"]


def of_queue(name):
    return lambda row, e: next(c for c in e["components"] if c["id"] == "queue")[name]


def share(outcome):
    return lambda row, e: {"value": e["workloads"][0][f"{outcome}_per_s"] / e["workloads"][0]["offered_per_s"]}


def scaled(figure, factor, offset=0.0):
    return {key: figure[key] * factor + offset for key in ("value", "low", "high") if figure.get(key) is not None}


def waiting_probability(row, e):
    """Erlang: E[W] = C/(c μ − λ)."""
    p = row["params"]
    return scaled(waiting(row, e), p["c"] * p["mu"] - p["lam"])


def waiting_percentile(row, e):
    """Of a constant service the wait is the response less the service; else no figure of the format holds it."""
    if "D" not in row["params"]:
        return None
    return scaled(latency("p99")(row, e), 1, -row["params"]["D"])


def wait_of_class(workload):
    """Response less mean service: the client calls the queue alone."""
    return lambda row, e: scaled(latency("mean", workload)(row, e), 1, -1 / row["params"]["mu"])


def mean_end_to_end(row, e):
    """Over all sources by their rates; in the row's unit."""
    means = [(w["offered_per_s"], latency("mean", k)(row, e)) for k, w in enumerate(e["workloads"])]
    total = sum(r for r, _ in means)
    factor = 0.001 if row["model"].startswith("3-tier") else 1
    if len(means) == 1:
        return scaled(means[0][1], factor)
    return {"value": factor * sum(r * figure["value"] for r, figure in means) / total}


METRICS = {
    "mean_response": latency("mean"),
    "mean_response_accepted": latency("mean"),
    "mean_response_limit": latency("mean"),
    "mean_response_class2": latency("mean", 1),
    "mean_response_end_to_end": mean_end_to_end,
    "mean_end_to_end": latency("mean"),
    "p99_response": lambda row, e: scaled(latency("p99")(row, e), 0.001 if row["model"].startswith("3-tier") else 1),
    "p99_end_to_end": latency("p99"),
    "p99.9_response": latency("p999"),
    "mean_wait": waiting,
    "mean_wait_accepted": waiting,
    "mean_wait_all": waiting,
    "mean_wait_class1": wait_of_class(0),
    "mean_wait_class2": wait_of_class(1),
    "p99_wait": waiting_percentile,
    "prob_wait": waiting_probability,
    "loss_prob": share("rejected"),
    "prob_abandon": share("abandoned"),
    "mean_batch_size": of_queue("batch_size"),
    "hit_ratio": of_queue("hit_ratio"),
    "throughput": lambda row, e: {"value": e["workloads"][0]["completed_per_s"] / 1000},
}


def design_of(row):
    return MODELS[row["model"]](row["params"]).design()


def figure_of(row, estimate):
    return METRICS[row["metric"]](row, estimate)
