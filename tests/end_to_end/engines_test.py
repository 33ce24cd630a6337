# SPDX-License-Identifier: Apache-2.0
"""The commands that simulate, vary, size and compare, as a script drives them."""

import csv
import io
import json

from driver import BAD_INPUT, BAD_USAGE, NOT_COMPUTED, READING_CHECK, Case, by_id, main
from estimate_shape import check_estimate

RUN = {"events", "requests", "simulated_s", "wall_s", "replications", "warm_up_s", "converged"}


class Simulate(Case):
    def simulate(self, design, *arguments, **options):
        return json.loads(self.run_cli("simulate", design, "--json", *arguments, **options).text)

    def test_it_has_the_public_shape_and_agrees_with_the_analysis(self):
        result = self.simulate(READING_CHECK, "--precision", "0.02")
        check_estimate(self, result, engine="simulation")
        self.assertEqual(set(result["run"]), RUN)
        self.assertIs(result["run"]["converged"], True)
        mean = result["workloads"][0]["latency_ms"]["mean"]
        self.assertEqual(mean["how"], "simulated")
        self.assertLess(mean["low"], mean["value"])
        self.assertLess(mean["value"], mean["high"])
        # 6.6667 + 2.5 + 0.2 * 33.3333 + (12 - 0.5)/8 * 10 = 30.2083 ms; the interval holds it in 95 of 100 runs,
        # twice its width in all but one of 10,000.
        self.assertLessEqual(abs(mean["value"] - 30.2083), mean["high"] - mean["low"])

    def test_rows_of_the_breakdown_add_up_to_the_mean(self):
        workload = self.simulate(READING_CHECK, "--requests", "20000")["workloads"][0]
        rows = sum(row[part] for row in workload["breakdown"]
                   for part in ("waiting_ms", "batching_ms", "service_ms", "network_ms", "retry_ms"))
        self.assertAlmostEqual(rows / workload["latency_ms"]["mean"]["value"], 1, delta=1e-6)

    def test_requests_asked_for_are_those_measured(self):
        self.assertEqual(self.simulate(READING_CHECK, "--requests", "12345")["run"]["requests"], 12345)

    def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(self):
        def told(*arguments):
            text = self.run_cli("simulate", READING_CHECK, "--json", "--requests", "20000", *arguments).text
            return [line for line in text.splitlines() if "wall_s" not in line]

        one = told("--threads", "1")
        self.assertEqual(one, told("--threads", "2"))
        self.assertEqual(one, told("--threads", "3"))
        self.assertNotEqual(one, told("--seed", "2"))

    def test_a_system_that_is_not_stable_has_no_latency(self):
        result = self.simulate(READING_CHECK, "--set", "workloads.read.arrival.rate_per_s=300", "--requests", "20000")
        self.assertIs(result["stable"], False)
        for value in result["workloads"][0]["latency_ms"].values():
            self.assertIsNone(value["value"])
        self.assertIs(result["objectives"][0]["met"], False)

    def test_options_out_of_range_are_wrong_usage(self):
        for option in (("--precision", "0"), ("--requests", "-1"), ("--warm-up", "soon"), ("--threads", "x")):
            self.run_cli("simulate", READING_CHECK, *option, status=BAD_USAGE)


class Sweep(Case):
    def test_every_point_is_the_estimate_with_that_value(self):
        result = json.loads(self.run_cli("sweep", READING_CHECK, "--vary", "db.replicas=1:3:3", "--json").text)
        self.assertEqual([point["value"] for point in result["points"]], [1, 2, 3])
        for point in result["points"]:
            alone = self.estimate(READING_CHECK, "--set", f"db.replicas={point['value']}")
            self.assertEqual(point["estimate"]["workloads"], alone["workloads"])

    def test_comma_separated_values_can_be_read_back(self):
        text = self.run_cli("sweep", READING_CHECK, "--vary", "load=0.5:1.5:3", "--csv").text
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual([float(row["load"]) for row in rows], [0.5, 1, 1.5])
        self.assertAlmostEqual(float(rows[1]["read.mean_ms"]), 30.2083, delta=0.001)

    def test_the_simulation_can_be_swept_too(self):
        result = json.loads(self.run_cli("sweep", READING_CHECK, "--vary", "load=0.5:1:2", "--engine", "simulation",
                                         "--precision", "0.05", "--json").text)
        self.assertEqual({point["estimate"]["engine"] for point in result["points"]}, {"simulation"})

    def test_a_range_that_cannot_be_read_is_wrong_usage(self):
        self.run_cli("sweep", READING_CHECK, "--vary", "db.replicas=1:3", status=BAD_USAGE)

    def test_a_path_that_names_nothing_is_the_inputs_fault(self):
        errors = self.run_cli("sweep", READING_CHECK, "--vary", "db.replica=1:3:3", status=BAD_INPUT).errors
        self.assertIn("replicas", errors)


class Size(Case):
    def test_the_sized_design_keeps_its_objectives_at_the_headroom(self):
        template = self.template("restaurant-recommendation")
        sized = self.folder / "sized.catenary"
        result = json.loads(self.run_cli("size", template, "--headroom", "1.1", "-o", sized, "--json").text)
        self.assertLess(result["after"]["system"]["usd_per_month"], result["before"]["system"]["usd_per_month"])
        self.assertTrue(all(objective["met"] for objective in result["proof"]["objectives"]))
        self.assertEqual(result["proof"]["engine"], "simulation")
        self.assertGreaterEqual(self.estimate(sized)["system"]["load_line"], 1.1)

    def test_what_cannot_be_kept_is_said_with_the_objective_that_binds(self):
        errors = self.run_cli("size", READING_CHECK, "--set", "api.service_time_ms=60", status=NOT_COMPUTED).errors
        self.assertIn("mean latency", errors)


class Compare(Case):
    def test_a_shorter_service_shortens_the_latency(self):
        faster = self.folder / "faster.catenary"
        faster.write_text(READING_CHECK.read_text().replace('"mean": 20', '"mean": 15'))
        self.assertNotEqual(faster.read_text(), READING_CHECK.read_text())
        result = json.loads(self.run_cli("compare", READING_CHECK, faster, "--json").text)
        mean = by_id(result["workloads"])["read"]["latency_ms"]["mean"]
        # 0.2 * (1/(1/20 - 0.02) - 1/(1/15 - 0.02)) = 2.381 ms less
        self.assertLess(mean["high"], 0)
        self.assertLessEqual(abs(mean["difference"] + 2.381), mean["high"] - mean["low"])


if __name__ == "__main__":
    main()
