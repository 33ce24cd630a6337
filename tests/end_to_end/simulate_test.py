# SPDX-License-Identifier: Apache-2.0
"""catenary-cli simulate: the public shape, the same bytes on any number of threads, what it stops at, what it refuses."""

import json

from driver import BAD_INPUT, BAD_USAGE, READING_CHECK, Case, by_id, main
from estimate_shape import check_estimate


class Simulate(Case):
    def simulate(self, *arguments):
        return json.loads(self.run_cli("simulate", READING_CHECK, "--json", *arguments).text)

    def test_the_result_has_the_public_shape(self):
        result = self.simulate("--requests", 20000)
        check_estimate(self, result, "simulation")
        self.assertEqual(result["seed"], 1)
        self.assertEqual(result["run"]["requests"], 20000)
        self.assertEqual(result["run"]["replications"], 8)

    def test_the_mean_is_within_its_interval_of_theory(self):
        # 6.6667 + 2.5 + 0.2 * 33.3333 + (12 - 0.5)/8 * 10; twice the interval: by chance once in 10 000
        mean = self.simulate("--requests", 400000)["workloads"][0]["latency_ms"]["mean"]
        self.assertLessEqual(abs(mean["value"] - 30.208333), mean["high"] - mean["low"])

    def test_rows_of_the_breakdown_add_up_to_the_mean(self):
        workload = self.simulate("--requests", "20000")["workloads"][0]
        rows = sum(row[part] for row in workload["breakdown"]
                   for part in ("waiting_ms", "batching_ms", "service_ms", "network_ms", "retry_ms"))
        self.assertAlmostEqual(rows / workload["latency_ms"]["mean"]["value"], 1, delta=1e-6)

    def test_the_bytes_do_not_depend_on_the_threads(self):
        def text(threads):
            result = self.simulate("--precision", 0.05, "--threads", threads)
            del result["run"]["wall_s"]
            return json.dumps(result)

        one = text(1)
        self.assertEqual(one, text(2))
        self.assertEqual(one, text(3))

    def test_it_stops_at_the_precision_asked_for(self):
        result = self.simulate("--precision", 0.05)
        self.assertTrue(result["run"]["converged"])
        for name in ("mean", "p99"):
            figure = result["workloads"][0]["latency_ms"][name]
            self.assertLessEqual((figure["high"] - figure["low"]) / 2, 0.05 * figure["value"])

    def test_it_stops_at_the_most_requests(self):
        result = self.simulate("--precision", 0.0001, "--max-requests", 64000)
        self.assertFalse(result["run"]["converged"])
        self.assertLessEqual(result["run"]["requests"], 64000)

    def test_an_overloaded_design_has_no_finite_latency(self):
        result = self.simulate("--max-requests", 400000, "--set", "workloads.read.arrival.rate_per_s=220")
        self.assertFalse(result["stable"])
        self.assertIsNone(result["workloads"][0]["latency_ms"]["mean"]["value"])
        rows = by_id(result["components"])
        self.assertIsNone(rows["features"]["waiting_ms"]["value"])
        self.assertIsNotNone(rows["cache"]["waiting_ms"]["value"])
        self.assertTrue(any(f["where"] == "features" and f["severity"] == "error" for f in result["findings"]))

    def test_seeds_differ_and_a_seed_repeats(self):
        results = [self.simulate("--requests", 8000, "--seed", seed)["workloads"][0] for seed in (5, 5, 6)]
        self.assertEqual(results[0], results[1])
        self.assertNotEqual(results[0], results[2])

    def test_nonsense_is_refused(self):
        self.run_cli("simulate", READING_CHECK, "--precision", "0", status=BAD_USAGE)
        self.run_cli("simulate", READING_CHECK, "--requests", "-5", status=BAD_USAGE)
        self.run_cli("simulate", READING_CHECK, "--warm-up", "soon", status=BAD_USAGE)
        self.run_cli("simulate", self.folder / "missing.catenary", status=BAD_INPUT)


if __name__ == "__main__":
    main()
