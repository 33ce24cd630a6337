# SPDX-License-Identifier: Apache-2.0
"""What the physics of model servers predicts, through the command line."""

import json
import pathlib

from driver import BAD_INPUT, BAD_USAGE, NOT_COMPUTED, Case, main

ROWS = pathlib.Path(__file__).parents[1] / "accuracy/serving_rows.json"
ONE = ("--model", "llama-3.1-8b", "--hardware", "H100-SXM")


class Infer(Case):
    def rows(self, rows):
        text = self.run_cli("infer", "--rows", "-", stdin=json.dumps(rows).encode()).text
        return [json.loads(line) for line in text.splitlines()]

    def test_every_measured_row_is_answered_in_its_order(self):
        rows = json.loads(ROWS.read_text())["rows"]
        lines = [json.loads(line) for line in self.run_cli("infer", "--rows", ROWS).text.splitlines()]
        self.assertEqual([line["id"] for line in lines], [row["id"] for row in rows])
        for line in lines:
            if "reason" in line:
                self.assertTrue(line["reason"])
                continue
            self.assertLess(line["low"], line["predicted"])
            self.assertLess(line["predicted"], line["high"])
            self.assertTrue(line["dominant"])
        self.assertGreater(sum("predicted" in line for line in lines), 0.97 * len(lines))

    def test_what_was_measured_changes_nothing(self):
        rows = json.loads(ROWS.read_text())["rows"]
        bare = [{key: value for key, value in row.items() if key not in ("value", "recall", "group")} for row in rows]
        self.assertEqual(self.rows(rows), self.rows(bare))

    def test_two_measured_searches_calibrate_a_third(self):
        series = [row for row in json.loads(ROWS.read_text())["rows"]
                  if row["group"] == "vector_qps" and row["engine"] == "milvus 16c64g-sq8-force_merge"
                  and row["n_vectors"] == 1e6]
        self.assertGreater(len(series), 3)
        series.sort(key=lambda row: row["ef"])
        asked = [dict(row, calibrate=[series[0], series[-1]]) for row in series[1:-1]]
        for line, row in zip(self.rows(asked), series[1:-1]):
            self.assertTrue(line["calibrated"])
            self.assertAlmostEqual(line["predicted"] / row["value"], 1, delta=0.03)

    def test_a_row_that_says_too_little_has_a_reason(self):
        lines = self.rows([{"id": "a"}, {"id": "b", "mode": "static", "metric": "latency_ms", "model": "no-such"}, 3])
        self.assertEqual([line["id"] for line in lines], ["a", "b", None])
        self.assertTrue(all(line["reason"] for line in lines))

    def test_rows_that_are_no_list_are_the_inputs_fault(self):
        for text in ("", "{", "{}", "3", '"rows"', "[1 2]", "[1,]", "[{]", '[{"id": "a"}'):
            self.assertIn("rows", self.run_cli("infer", "--rows", "-", stdin=text.encode(), status=BAD_INPUT).errors)
        self.assertIn("nowhere.json", self.run_cli("infer", "--rows", "nowhere.json", status=BAD_INPUT).errors)

    def test_an_empty_list_has_no_answers(self):
        self.assertEqual(self.rows([]), [])

    def test_one_prediction_is_the_sum_of_its_terms(self):
        found = json.loads(self.run_cli("infer", *ONE, "--concurrency", 8, "--json").text)
        figures = {figure["metric"]: figure for figure in found}
        self.assertEqual(list(figures), ["ttft_ms", "tpot_ms", "throughput"])
        for metric in ("ttft_ms", "tpot_ms"):
            figure = figures[metric]
            self.assertAlmostEqual(sum(term["ms"] for term in figure["terms"]), figure["predicted"], places=9)
            self.assertEqual(max(figure["terms"], key=lambda term: term["ms"])["name"], figure["dominant"])
            self.assertTrue(figure["band"][0] < figure["predicted"] < figure["band"][1])
        self.assertAlmostEqual(figures["throughput"]["predicted"], 8000 / figures["tpot_ms"]["predicted"], places=6)

    def test_one_prediction_reads_well(self):
        text = self.run_cli("infer", *ONE).text
        for word in ("time per output token", "read weights", "ms", "median error"):
            self.assertIn(word, text)

    def test_fewer_bits_and_more_accelerators_are_faster(self):
        def tpot(*arguments):
            found = json.loads(self.run_cli("infer", *ONE, "--json", *arguments).text)
            return next(figure["predicted"] for figure in found if figure["metric"] == "tpot_ms")

        self.assertLess(tpot("--precision", "fp8"), tpot())
        self.assertLess(tpot("--tensor-parallel", 2), tpot())
        self.assertGreater(tpot("--precision", "fp32"), 1.5 * tpot())
        self.assertLess(tpot("--kv-precision", "fp8"), tpot())
        self.assertGreater(tpot("--precision", "fp8", "--activation-precision", "fp16"), tpot("--precision", "fp8"))

    def test_what_does_not_fit_is_not_computed_and_says_by_how_much(self):
        output = self.run_cli("infer", "--model", "llama-3.1-405b", "--hardware", "L4", status=NOT_COMPUTED)
        self.assertIn("21.7 GB", output.errors)

    def test_a_model_or_hardware_that_is_not_known_is_the_inputs_fault(self):
        output = self.run_cli("infer", "--model", "llama-3.1-8", "--hardware", "L4", status=BAD_INPUT)
        self.assertIn("llama-3.1-8b", output.errors)
        self.run_cli("infer", "--model", "llama-3.1-8b", "--hardware", "L5", status=BAD_INPUT)

    def test_measurements_in_a_design_scale_its_times_and_say_so(self):
        design = self.template("restaurant-recommendation")
        points = json.dumps([{"batch": 8, "time_ms": 6}])
        estimate = self.estimate(design, "--set", f"second-pass-ranker.calibration={points}")
        said = [finding["message"] for finding in estimate["findings"] if finding["where"] == "second-pass-ranker.calibration"]
        self.assertEqual(len(said), 1)
        self.assertIn("calibrated by 1 of your points", said[0])
        lacking = json.dumps([{"batch": 8}])
        self.assertIn("lacks `time_ms`", self.run_cli("estimate", design, "--set", f"second-pass-ranker.calibration={lacking}",
                                                      status=BAD_INPUT).errors)

    def test_neither_rows_nor_a_model_is_wrong_usage(self):
        self.run_cli("infer", status=BAD_USAGE)
        self.run_cli("infer", "--model", "llama-3.1-8b", status=BAD_USAGE)
        self.run_cli("infer", *ONE, "--rows", "a.json", status=BAD_USAGE)

    def test_a_model_or_hardware_of_the_users_own_is_found(self):
        catalog = self.folder / "data/catenary/catalog"
        catalog.mkdir(parents=True)
        (catalog / "mine.json").write_text(json.dumps({
            "format": "catenary-hardware", "version": 1,
            "hardware": [{"id": "X1", "title": "X1", "platform": "cuda", "interconnect": "direct", "released": 2027,
                          "hbm_gib": 400, "hbm_gb_per_s": 20000, "tflops_fp16": 5000, "link_gb_per_s": 900,
                          "source": "planning"}]}))
        found = json.loads(self.run_cli("infer", "--model", "llama-3.1-70b", "--hardware", "X1", "--json").text)
        self.assertGreater(found[1]["predicted"], 70.55e9 * 2 / 20e12 * 1e3)  # weights over the bandwidth

    def test_an_engine_of_the_users_own_is_found(self):
        catalog = self.folder / "data/catenary/catalog"
        catalog.mkdir(parents=True)
        (catalog / "mine.json").write_text(json.dumps({
            "format": "catenary-engines", "version": 1,
            "engines": [{"id": "ours", "title": "Ours", "like": "vllm", "layer_us": 0, "step_us": 1000, "sequence_us": 0,
                         "source": "planning"}]}))

        def tpot(engine):
            found = json.loads(self.run_cli("infer", *ONE, "--json", "--engine", engine).text)
            return {term["name"]: term["ms"] for term in found[1]["terms"]}

        mine, theirs = tpot("ours"), tpot("vllm")
        self.assertEqual((mine["layers"], mine["host"]), (0, 1))
        self.assertEqual(mine["read weights"], theirs["read weights"])
        self.assertIn("vllm", self.run_cli("infer", *ONE, "--engine", "vlm", status=BAD_INPUT).errors)


if __name__ == "__main__":
    main()
