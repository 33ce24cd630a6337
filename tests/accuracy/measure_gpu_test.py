# SPDX-License-Identifier: Apache-2.0
"""measure_gpu.py: what it does beside PyTorch, then, where PyTorch is at hand, its networks and a whole run on the
processor with small shapes, whose rows catenary-cli (CATENARY_CLI) must predict."""

import importlib.util
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import types
import unittest

import measure_gpu
import measured_rows as measured
import serving_report
from measured_groups import GROUPS

HERE = pathlib.Path(__file__).parent
TINY = HERE.parent / "fixtures/tiny_models.json"
CLI = os.environ["CATENARY_CLI"]
HAS_TORCH = importlib.util.find_spec("torch") is not None


def tiny(name):
    return next(measured.shape(entry) for entry in json.loads(TINY.read_text())["models"] if entry["id"] == name)


class Folder(unittest.TestCase):
    """A test with a directory of its own, which is also the user's data directory."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="catenary-measure.")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        own = self.folder / "catenary/catalog"
        own.mkdir(parents=True)
        shutil.copy(TINY, own)
        self.environment = dict(os.environ, XDG_DATA_HOME=str(self.folder))


class Catalog(Folder):
    def test_parameters_follow_from_the_shape(self):
        models = measured.catalog("models")
        for name in {name for group in GROUPS.values() for name in group.models}:
            shape = measured.shape(models[name])
            if shape.family != "cnn":
                self.assertAlmostEqual(shape.parameters / models[name]["published_parameters"], 1, delta=0.02, msg=name)

    def test_every_group_measures_models_of_its_family(self):
        for name, group in GROUPS.items():
            self.assertEqual(len(measure_gpu.shapes_of(group, None, measured.catalog("models"))), len(group.models), name)

    def test_models_that_are_not_built_here_are_refused_by_name(self):
        models = measured.catalog("models")
        for name in ("mixtral-8x7b", "deepseek-v3", "sdxl"):
            with self.assertRaisesRegex(measured.Refused, f"`{name}`.*built here"):
                measured.shape(models[name])
        with self.assertRaisesRegex(measured.Refused, "no model `no-such`"):
            measure_gpu.shapes_of(GROUPS["own_gemm"], ["no-such"], models)

    def test_a_device_is_known_by_its_whole_name(self):
        known = measured.catalog("hardware")
        self.assertEqual({found for _, _, found in measured.DEVICES} - set(known), set())
        for name, gib, found in [("NVIDIA H200", 140, "H200"), ("NVIDIA H100 80GB HBM3", 79, "H100-SXM"),
                                 ("Tesla T4", 15, "T4"), ("NVIDIA A100-SXM4-40GB", 39, "A100-SXM-40"),
                                 ("A100-SXM4-80GB", 79, "A100-SXM-80"),
                                 ("NVIDIA A10G", 22, "A10G"), ("NVIDIA GeForce RTX 4090", 24, "RTX4090"),
                                 ("NVIDIA GH200 480GB", 95, "GH200-96"), ("AMD Instinct MI300X", 192, "MI300X")]:
            self.assertEqual(measured.hardware_id(name, gib, known), found)
        for name in ("NVIDIA H200 MIG 1g.18gb", "NVIDIA GeForce RTX 4090 Laptop GPU", "NVIDIA A100 80GB PCIe",
                     "NVIDIA GH200 480GB"):
            with self.assertRaisesRegex(measured.Refused, "--hardware ID"):
                measured.hardware_id(name, 20, known)


class Statistics(unittest.TestCase):
    def test_the_quartiles_stand_beside_the_median(self):
        self.assertEqual(measured.summary([5, 1, 4, 2, 3]), (3, [2, 4]))

    def test_the_warm_up_is_not_counted_and_time_bounds_the_rest(self):
        for each, expected in [(10.0, 5), (0.25, 8), (0.001, 50)]:
            clock = [0.0]

            def once():
                clock[0] += each
                return clock[0]
            times = measured.repeat(once, 2.0, clock=lambda: clock[0])
            self.assertEqual(len(times), expected)
            self.assertAlmostEqual(times[0], 4 * each)

    def test_groups_share_what_is_left_of_the_budget(self):
        clock = [0.0]
        budget = measured.Budget(12, 3, clock=lambda: clock[0])
        budget.begin_group()  # 4 s for each
        self.assertEqual(budget.seconds_for_a_case(8), 0.5)
        self.assertEqual(budget.seconds_for_a_case(1), 2.0)
        clock[0] = 4
        self.assertIsNone(budget.seconds_for_a_case(1))
        clock[0] = 6
        budget.begin_group()  # 6 s left for two
        clock[0] = 7
        budget.begin_group()  # what the second left over is the third's
        self.assertEqual(budget.seconds_for_a_case(5), 1.0)
        clock[0] = 12
        self.assertIsNone(budget.seconds_for_a_case(1))


class Rows(Folder):
    def test_a_row_measured_again_replaces_the_old_one(self):
        path = self.folder / "rows.json"
        first = measured.RowsFile(path, "a device")
        first.add({"id": "x", "value": 1})
        first.add({"id": "y", "value": 2})
        measured.RowsFile(path, "another").add({"id": "x", "value": 3})
        content = json.loads(path.read_text())
        self.assertEqual(content["sources"], ["a device", "another"])
        self.assertEqual(content["rows"], [{"id": "y", "value": 2, "source": 0}, {"id": "x", "value": 3, "source": 1}])
        self.assertEqual([path.name], [found.name for found in self.folder.glob("rows*")])

    def test_a_file_of_something_else_is_not_overwritten(self):
        for text in ("no JSON", "{}", "[]"):
            path = self.folder / "other.json"
            path.write_text(text)
            with self.assertRaisesRegex(measured.Refused, "other.json.*--out"):
                measured.RowsFile(path, "a device")
            self.assertEqual(path.read_text(), text)

    def test_the_report_keeps_groups_and_devices_apart(self):
        rows = [{"id": "a", "value": 2, "spread": [1, 3], "source": 0},
                {"id": "b", "value": 2, "spread": [2, 2], "source": 1}]
        errors = [{"id": "a", "group": "own_gemm", "error": math.log(1.5)}, {"id": "b", "group": "own_gemm", "error": 0}]
        text = serving_report.own_measurements({"sources": ["one", "other"], "rows": rows}, {"rows": errors, "refused": []})
        self.assertIn("| `own_gemm` | 1 | 50.0 / 50.0 | 1.50 | 100.0 % | one |", text)
        self.assertIn("| `own_gemm` | 1 | 0.0 / 0.0 | 1.00 | 0.0 % | other |", text)

    def test_quick_cases_are_some_of_all(self):
        for group in GROUPS.values():
            every = measure_gpu.cases_of(group, types.SimpleNamespace(tiny=False, quick=False))
            quick = measure_gpu.cases_of(group, types.SimpleNamespace(tiny=False, quick=True))
            self.assertLess(set(quick), set(every))
            self.assertEqual(len(set(every)), len(every))


@unittest.skipUnless(HAS_TORCH, "this Python has no PyTorch")
class Networks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        import measured_networks
        import torch
        cls.networks, cls.torch = measured_networks, torch
        torch.manual_seed(1)
        cls.device = measured_networks.Device("cpu")

    def test_a_step_with_a_cache_continues_what_a_prefill_read(self):
        for name in ("tiny-decoder", "tiny-plain-decoder"):
            shape = tiny(name)
            decoder = self.networks.Decoder(shape, self.device, 12)
            tokens = self.device.tokens(shape, 3, 9)
            whole = decoder.next_token(tokens, decoder.cache(3, 9), 0)
            cache = decoder.cache(3, 9)
            decoder.next_token(tokens[:, :8], cache, 0)
            self.torch.testing.assert_close(decoder.next_token(tokens[:, 8:], cache, 8), whole)

    def test_attention_is_the_softmax_over_what_a_token_sees(self):
        q, k, v = (self.device.random(2, heads, 5, 8) for heads in (4, 2, 2))
        for causal in (False, True):
            expected = self.torch.zeros_like(q)
            for s in range(2):
                for h in range(4):
                    for t in range(5):
                        seen = t + 1 if causal else 5
                        weights = self.torch.softmax(k[s, h // 2, :seen] @ q[s, h, t] / 8**0.5, 0)
                        expected[s, h, t] = weights @ v[s, h // 2, :seen]
            self.torch.testing.assert_close(self.networks.attention(q, k, v, causal), expected)
            self.torch.testing.assert_close(self.networks.attention(q[:, :, 4:], k, v, False)[:, :, 0],
                                            self.networks.attention(q, k, v, True)[:, :, 4])

    def test_networks_hold_as_many_weights_as_their_shapes_say(self):
        for name in ("tiny-decoder", "tiny-plain-decoder"):
            shape = tiny(name)
            decoder = self.networks.Decoder(shape, self.device, 1)
            tables = {id(table): table.numel() for table in (decoder.embedding, decoder.head)}
            layers = sum(weight.numel() for layer in decoder.weights for weight in layer)
            self.assertEqual(layers + sum(tables.values()), shape.parameters)

    def test_the_vision_model_is_resnet_50(self):
        weights = self.networks.ResNet50(tiny("tiny-resnet"), self.device).weights
        # Two numbers of a norm for each channel, and the biases of the head: 25,557,032 parameters, as published.
        norms = 2 * sum(weight.shape[0] for weight in weights[:-1])
        self.assertEqual(sum(weight.numel() for weight in weights) + norms + 1000, 25557032)


@unittest.skipUnless(HAS_TORCH, "this Python has no PyTorch")
class WholeRun(Folder):
    def measure(self, *arguments):
        command = [sys.executable, "-B", str(HERE / "measure_gpu.py"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, env=self.environment, check=False, timeout=600)

    def test_every_row_is_one_that_the_physics_predicts(self):
        out = self.folder / "own.json"
        done = self.measure("--device", "cpu", "--tiny", "--hardware", "EPYC-9654", "--out", out, "--seconds", 20,
                            "--models", "tiny-decoder", "tiny-plain-decoder", "tiny-encoder", "tiny-resnet")
        self.assertEqual(done.returncode, 0, done.stderr)
        content = json.loads(out.read_text())
        self.assertEqual({row["group"] for row in content["rows"]}, set(GROUPS))
        for row in content["rows"]:
            self.assertGreater(row["value"], 0)
            self.assertLessEqual(row["spread"][0], row["value"])
            self.assertLessEqual(row["value"], row["spread"][1])
            self.assertGreaterEqual(row["repetitions"], 5)
            self.assertIn("torch", content["sources"][row["source"]])
        text = subprocess.run([CLI, "infer", "--rows", str(out)], capture_output=True, text=True, env=self.environment,
                              check=True).stdout
        answers = [json.loads(line) for line in text.splitlines()]
        self.assertEqual([answer["id"] for answer in answers], [row["id"] for row in content["rows"]])
        for answer in answers:
            self.assertIn("predicted", answer)

    def test_what_no_time_is_left_for_is_said(self):
        out = self.folder / "own.json"
        done = self.measure("--device", "cpu", "--tiny", "--hardware", "EPYC-9654", "--out", out, "--seconds", 1e-6,
                            "--models", "tiny-encoder", "--only", "own_bert")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("left out: own_bert tiny-encoder (1, 8)", done.stdout)
        self.assertFalse(out.exists())

    def test_an_unknown_hardware_is_refused(self):
        done = self.measure("--device", "cpu", "--hardware", "no-such")
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no hardware `no-such`", done.stderr)


if __name__ == "__main__":
    unittest.main()
