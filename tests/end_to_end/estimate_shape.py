# SPDX-License-Identifier: Apache-2.0
"""The public shape of an estimate (format `catenary-estimate`, version 1): which fields there are and of what type."""

import math

NUMBER, TEXT, FLAG, MEASURE, LATENCY = "number", "text", "flag", "measure", "latency"
HOWS = {"exact", "approximate", "simulated", "given"}
SEVERITIES = {"error", "warning", "info"}
PERCENTILES = ("mean", "p50", "p90", "p95", "p99", "p999")

# name -> (type, may be null)
WORKLOAD = {
    "id": (TEXT, False), "offered_per_s": (NUMBER, False), "completed_per_s": (NUMBER, False),
    "goodput_per_s": (NUMBER, False), "rejected_per_s": (NUMBER, False), "timed_out_per_s": (NUMBER, False),
    "failed_per_s": (NUMBER, False), "abandoned_per_s": (NUMBER, False), "latency_ms": (LATENCY, False),
    "ttft_ms": (LATENCY, True), "tpot_ms": (LATENCY, True), "tokens_per_s": (NUMBER, True),
    "breakdown": ("breakdown", False), "breakdown_p99": ("breakdown", False),
}
BREAKDOWN = {
    "component": (TEXT, False), "waiting_ms": (NUMBER, False), "batching_ms": (NUMBER, False),
    "service_ms": (NUMBER, False), "network_ms": (NUMBER, False), "retry_ms": (NUMBER, False),
}
FLOW = {
    "connection": (TEXT, False), "workload": (TEXT, True), "offered_per_s": (NUMBER, False),
    "completed_per_s": (NUMBER, False), "latency_ms": (LATENCY, False), "lag": (MEASURE, True),
    "freshness_s": ("freshness", True), "stable": (FLAG, False),
}
COMPONENT = {
    "id": (TEXT, False), "arrivals_per_s": (NUMBER, False), "utilisation": (MEASURE, False),
    "queue_length": (MEASURE, False), "waiting_ms": (MEASURE, False), "in_service": (MEASURE, False),
    "batch_size": (MEASURE, True), "hit_ratio": (MEASURE, True), "lag": (MEASURE, True),
    "kv_occupancy": (MEASURE, True), "preemptions_per_s": (NUMBER, True),
    "saturates_at_load": (NUMBER, True), "usd_per_month": (NUMBER, True),
}
SYSTEM = {
    "bottleneck": (TEXT, True), "load_line": (NUMBER, True), "saturation_load": (NUMBER, True),
    "availability": (NUMBER, True), "usd_per_month": (NUMBER, False), "usd_per_1k_requests": (NUMBER, True),
    "storage_bytes": (NUMBER, False), "egress_bytes_per_month": (NUMBER, False), "watts": (NUMBER, True),
    "kg_co2_per_month": (NUMBER, True),
}


def check_estimate(test, estimate, engine="analysis"):
    """Fails `test` where the estimate of a stable design departs from the public shape."""
    test.assertEqual(estimate["format"], "catenary-estimate")
    test.assertEqual(estimate["version"], 1)
    test.assertEqual(estimate["engine"], engine)
    test.assertIs(estimate["stable"], True)
    for name, shape in (("workloads", WORKLOAD), ("flows", FLOW), ("components", COMPONENT)):
        for row in estimate[name]:
            check_object(test, row, shape, f"{name}/{row.get('id', row.get('connection'))}")
    check_object(test, estimate["system"], SYSTEM, "system")
    for row in estimate["objectives"]:
        test.assertIsInstance(row["met"], bool)
        test.assertEqual(("at_most" in row) + ("at_least" in row), 1, row)
        check_value(test, row["value"], NUMBER, True, f"objective {row['metric']}")
    for row in estimate["findings"]:
        test.assertIn(row["severity"], SEVERITIES)
        test.assertEqual(sorted(row), ["hint", "message", "severity", "where"])
        test.assertTrue(row["message"])


def check_object(test, value, shape, where):
    test.assertEqual(sorted(value), sorted(shape), where)
    for name, (kind, nullable) in shape.items():
        check_value(test, value[name], kind, nullable, f"{where}/{name}")


def check_value(test, value, kind, nullable, where):
    if value is None:
        test.assertTrue(nullable, f"{where} is null")
    elif kind == NUMBER:
        test.assertNotIsInstance(value, bool, where)
        test.assertIsInstance(value, (int, float), where)
        test.assertTrue(math.isfinite(value), where)
    elif kind == TEXT:
        test.assertIsInstance(value, str, where)
    elif kind == FLAG:
        test.assertIsInstance(value, bool, where)
    elif kind == MEASURE:
        check_measure(test, value, where)
    elif kind == LATENCY:
        test.assertEqual(sorted(value), sorted(PERCENTILES), where)
        for name in PERCENTILES:
            check_measure(test, value[name], f"{where}/{name}")
        ascending = [value[name]["value"] for name in PERCENTILES[1:]]
        test.assertEqual(ascending, sorted(ascending), where)
    elif kind == "freshness":
        for name in ("mean", "p99"):
            check_measure(test, value[name], f"{where}/{name}")
    elif kind == "breakdown":
        for row in value:
            check_object(test, row, BREAKDOWN, where)
    else:
        test.fail(f"{where}: no such type {kind}")


def check_measure(test, value, where):
    test.assertIn("value", value, where)
    test.assertIn(value.get("how"), HOWS, where)
    test.assertLessEqual(set(value), {"value", "low", "high", "how", "band"}, where)
    check_value(test, value["value"], NUMBER, False, where)
