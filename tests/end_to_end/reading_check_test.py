# SPDX-License-Identifier: Apache-2.0
"""A design whose numbers can be had by hand: cache aside, a parallel stage, an asynchronous event.

Every station is one exponential server without network, all paths feed forward, so every flow is Poisson (Burke,
Jackson) and each mean sojourn is 1/(mu - lambda). The parallel pair is a two-way fork-join of equal M/M/1 with mean
(12 - rho)/8 * 1/(mu - lambda) (Flatto & Hahn 1984; Nelson & Tantawi 1988).
"""

import json

from driver import READING_CHECK, Case, by_id, main
from estimate_shape import check_estimate

# component: arrivals/s, utilisation, waiting ms of a visit, queue length, load at which it saturates
STATIONS = {
    # M/M/1: waiting = rho/(mu - lambda), queue = lambda * waiting, saturates at mu/lambda
    "api": (100, 0.4, 8 / 3, 4 / 15, 2.5),
    "cache": (100, 0.2, 0.5, 0.05, 5),
    "db": (20, 0.4, 40 / 3, 4 / 15, 2.5),
    "features": (100, 0.5, 5, 0.5, 2),
    "profile": (100, 0.5, 5, 0.5, 2),
    "events": (100, 0.3, 9 / 7, 9 / 70, 10 / 3),
}
# Waiting + service of a request, on its critical path; the two branches of the join share (12 - rho)/8 * 10 ms.
BREAKDOWN = {"api": 20 / 3, "cache": 2.5, "db": 20 / 3, "features": 7.1875, "profile": 7.1875}
# 3e7 requests of a discrete-event simulation, within 0.1 / 0.2 / 0.3 / 0.4 %
PERCENTILES = {"p50": 23.83, "p95": 75.2, "p99": 127.0, "p999": 203.6}


class ReadingCheck(Case):
    def setUp(self):
        super().setUp()
        self.result = self.estimate(READING_CHECK)

    def near(self, actual, expected, relative=1e-6, what=""):
        self.assertIsNotNone(actual, what)
        self.assertLessEqual(abs(actual - expected), relative * abs(expected) + 1e-9, f"{what}: {actual}, not {expected}")

    def test_the_estimate_has_the_public_shape(self):
        check_estimate(self, self.result)

    def test_every_station_is_the_textbook_queue(self):
        rows = by_id(self.result["components"])
        self.assertEqual(sorted(rows), sorted(STATIONS))
        for name, (arrivals, utilisation, waiting, queue, saturates) in STATIONS.items():
            row = rows[name]
            self.near(row["arrivals_per_s"], arrivals, what=name)
            self.near(row["utilisation"]["value"], utilisation, what=name)
            self.near(row["waiting_ms"]["value"], waiting, what=name)
            self.near(row["queue_length"]["value"], queue, what=name)
            self.near(row["saturates_at_load"], saturates, what=name)

    def test_the_mean_latency_is_the_sum_over_the_critical_path(self):
        # 6.6667 + 2.5 + 0.2 * 33.3333 + (12 - 0.5)/8 * 10
        mean = 20 / 3 + 2.5 + 0.2 * 100 / 3 + 14.375
        self.near(self.result["workloads"][0]["latency_ms"]["mean"]["value"], mean)

    def test_percentiles_are_near_those_of_a_long_simulation(self):
        latency = self.result["workloads"][0]["latency_ms"]
        for name, expected in PERCENTILES.items():
            self.near(latency[name]["value"], expected, 0.02, name)

    def test_the_breakdown_adds_up_and_leaves_the_event_out(self):
        rows = by_id(self.result["workloads"][0]["breakdown"], "component")
        self.assertEqual(sorted(rows), sorted(BREAKDOWN))
        for name, expected in BREAKDOWN.items():
            self.near(sum(v for k, v in rows[name].items() if k != "component"), expected, what=name)

    def test_all_that_is_offered_is_completed_in_time(self):
        row = self.result["workloads"][0]
        for name in ("offered_per_s", "completed_per_s", "goodput_per_s"):
            self.near(row[name], 100, what=name)
        for name in ("rejected_per_s", "timed_out_per_s", "failed_per_s", "abandoned_per_s"):
            self.assertEqual(row[name], 0, name)

    def test_the_event_is_a_flow_of_its_own(self):
        (flow,) = self.result["flows"]
        self.assertEqual(flow["connection"], "api-events")
        self.near(flow["completed_per_s"], 100)
        self.near(flow["latency_ms"]["mean"]["value"], 30 / 7)  # 1/(1/3 - 0.1) ms

    def test_the_bottleneck_and_the_loads_at_which_it_bends(self):
        system = self.result["system"]
        self.assertEqual(system["bottleneck"], "features")
        self.near(system["saturation_load"], 2)
        # Root of 1000 [1/(250-100f) + 1/(500-100f) + 0.2/(50-20f) + (12-f/2)/8/(200-100f)] = 50
        self.near(system["load_line"], 1.48675, 1e-3)
        (objective,) = self.result["objectives"]
        self.assertIs(objective["met"], True)

    def test_held_workers_make_the_api_one_server_for_the_whole_request(self):
        # M/G/1 with E[S] = 4 + 2 + 0.2*20 + 7.5 = 17.5 ms and E[S^2] = 195.25 + 17.5^2 = 501.5 ms^2 at 40/s:
        # waiting = lambda E[S^2] / (2 (1 - rho)) = 0.04 * 501.5 / 0.6
        held = self.estimate(READING_CHECK, "--set", "api.holds_worker=true", "--set", "workloads.read.arrival.rate_per_s=40")
        rows = by_id(held["components"])
        self.near(rows["api"]["utilisation"]["value"], 0.7)
        self.near(rows["api"]["waiting_ms"]["value"], 0.04 * 501.5 / 0.6)
        self.near(rows["api"]["saturates_at_load"], 1 / 0.7)
        self.near(held["workloads"][0]["latency_ms"]["mean"]["value"], 0.04 * 501.5 / 0.6 + 17.5)
        for name in ("cache", "db", "features", "profile"):
            self.assertEqual(rows[name]["waiting_ms"]["value"], 0, name)

    def test_an_unstable_design_says_so_and_at_what_load_it_would_be_stable(self):
        held = self.estimate(READING_CHECK, "--set", "api.holds_worker=true")
        self.assertIs(held["stable"], False)
        self.near(held["system"]["saturation_load"], 0.571429, 1e-5)
        self.assertIsNone(held["workloads"][0]["latency_ms"]["mean"]["value"])
        self.assertIn("api", [finding["where"] for finding in held["findings"]])

    def test_a_load_factor_scales_every_rate(self):
        doubled = self.estimate(READING_CHECK, "--set", "load=1.5")
        self.near(by_id(doubled["components"])["db"]["arrivals_per_s"], 30)
        self.assertIs(doubled["objectives"][0]["met"], False)  # beyond the load line

    def test_the_same_command_prints_the_same_bytes(self):
        first = self.run_cli("estimate", READING_CHECK, "--json").content
        self.assertEqual(first, self.run_cli("estimate", READING_CHECK, "--json").content)

    def test_a_design_on_standard_input_is_the_same_design(self):
        piped = json.loads(self.run_cli("estimate", "-", "--json", stdin=READING_CHECK.read_bytes()).text)
        self.assertEqual(piped, self.result)

    def test_the_table_for_people_shows_the_same_figures_with_units(self):
        text = self.run_cli("estimate", READING_CHECK).text
        for word in ("mean ms", "30.21", "utilisation", "50 %", "bottleneck features", "load line × 1.48", "met"):
            self.assertIn(word, text)


if __name__ == "__main__":
    main()
