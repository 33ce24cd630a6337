# SPDX-License-Identifier: Apache-2.0
"""The commands that vary, size and compare, as a script drives them."""

import csv
import io
import json

from driver import BAD_INPUT, BAD_USAGE, NOT_COMPUTED, READING_CHECK, Case, by_id, main


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


class Sensitivity(Case):
    def test_each_side_is_the_estimate_with_that_value(self):
        result = json.loads(self.run_cli("sensitivity", READING_CHECK, "--metric", "latency_mean_ms", "--json").text)
        self.assertEqual(result["format"], "catenary-sensitivity")
        parameters = {parameter["path"]: parameter for parameter in result["parameters"]}
        hits = parameters["cache.hit_ratio"]
        self.assertAlmostEqual(hits["down"]["value"], 0.72, delta=1e-9)
        for side in ("down", "up"):
            alone = self.estimate(READING_CHECK, "--set", f"cache.hit_ratio={hits[side]['value']!r}")
            self.assertAlmostEqual(hits[side]["workloads"][0]["metric"],
                                   by_id(alone["workloads"])["read"]["latency_ms"]["mean"]["value"], delta=1e-9)
        # 30.2083 ms at a hit ratio of 0.8; 1/(0.05 - 0.02) and 0.2 of it for the misses
        self.assertLess(hits["elasticity"][0]["metric"], -1)

    def test_the_table_names_the_path_and_can_be_shortened(self):
        text = self.run_cli("sensitivity", READING_CHECK, "--workload", "read", "--top", "3").text
        self.assertIn("p99 latency of read", text)
        self.assertIn("more move it less", text)
        self.assertIn("no effect on it", text)

    def test_comma_separated_values_can_be_read_back(self):
        text = self.run_cli("sensitivity", READING_CHECK, "--csv").text
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(rows[0]["rank"], "1")
        self.assertIn("workloads.read.arrival.rate_per_s", {row["path"] for row in rows})

    def test_what_it_cannot_rank_by_is_the_inputs_fault(self):
        self.assertIn("latency_p90_ms",
                      self.run_cli("sensitivity", READING_CHECK, "--metric", "latency_p9_ms", status=BAD_INPUT).errors)
        self.run_cli("sensitivity", READING_CHECK, "--workload", "reed", status=BAD_INPUT)
        self.run_cli("sensitivity", READING_CHECK, "--step", "2", status=BAD_USAGE)


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
