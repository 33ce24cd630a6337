# SPDX-License-Identifier: Apache-2.0
"""The manner of the program: exit statuses, streams, help, changes to a design, the catalog."""

import json
import subprocess

from driver import BAD_INPUT, BAD_USAGE, CLI, DONE, NOT_COMPUTED, READING_CHECK, Case, by_id, main


class CommandLine(Case):
    def test_wrong_usage_is_status_two_and_leaves_standard_output_empty(self):
        for arguments in ((), ("estimate",), ("estimate", READING_CHECK, "--nonsense"), ("nonsense",),
                          ("estimate", READING_CHECK, "--set", "api.replicas"), ("estimate", READING_CHECK, "--set", "=1"),
                          ("export", READING_CHECK), ("export", READING_CHECK, "-o", "a.svg", "--theme", "pink"),
                          ("export", READING_CHECK, "-o", "a.svg", "--scale", "0")):
            output = self.run_cli(*arguments, status=BAD_USAGE)
            self.assertEqual(output.content, b"", arguments)
            self.assertTrue(output.errors, arguments)

    def test_a_template_written_nowhere_in_particular_is_wrong_usage(self):
        self.assertTrue(self.run_cli("templates", "-o", "a.catenary", status=BAD_USAGE).errors)

    def test_standard_output_that_cannot_be_written_is_no_success(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([CLI, "catalog"], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, NOT_COMPUTED)
        self.assertIn(b"standard output", done.stderr)

    def test_a_command_that_does_not_exist_is_answered_with_those_that_do(self):
        errors = self.run_cli("animate", READING_CHECK, status=BAD_USAGE).errors
        for name in ("animate", "simulate", "sweep", "size", "compare", "validate", "estimate", "export", "templates", "catalog"):
            self.assertIn(name, errors)

    def test_help_and_version_are_results(self):
        self.assertIn("estimate", self.run_cli("--help", status=DONE).text)
        self.assertIn("--variant", self.run_cli("estimate", "--help", status=DONE).text)
        self.assertRegex(self.run_cli("--version", status=DONE).text, r"^catenary-cli \d+\.\d+\.\d+\n$")

    def test_a_set_value_is_json_where_it_parses_and_text_elsewhere(self):
        changed = self.estimate(READING_CHECK, "--set", "db.replicas=2", "--set", "db.discipline=fifo",
                                "--set", 'db.service_time_ms={"distribution": "exponential", "mean": 10}')
        self.assertAlmostEqual(by_id(changed["components"])["db"]["utilisation"]["value"], 0.1)  # 20/s * 10 ms / 2

    def test_a_set_path_that_names_nothing_is_the_inputs_fault(self):
        output = self.run_cli("estimate", READING_CHECK, "--set", "nobody.replicas=2", status=BAD_INPUT)
        self.assertIn("nobody", output.errors)

    def test_a_set_value_out_of_range_is_the_inputs_fault(self):
        output = self.run_cli("estimate", READING_CHECK, "--set", "db.replicas=0", status=BAD_INPUT)
        self.assertIn("replicas", output.errors)

    def test_a_variant_is_applied_before_the_settings(self):
        design = json.loads(READING_CHECK.read_text())
        design["variants"] = [{"id": "quick", "name": "Quick store", "set": {"db.replicas": 4, "db.workers": 2}}]
        path = self.write("variants.catenary", json.dumps(design))
        utilisation = lambda *options: by_id(self.estimate(path, *options)["components"])["db"]["utilisation"]["value"]
        self.assertAlmostEqual(utilisation(), 0.4)
        self.assertAlmostEqual(utilisation("--variant", "quick"), 0.05)
        self.assertAlmostEqual(utilisation("--variant", "quick", "--set", "db.replicas=1"), 0.2)
        self.assertIn("slow", self.run_cli("estimate", path, "--variant", "slow", status=BAD_INPUT).errors)

    def test_validate_reads_standard_input(self):
        output = self.run_cli("validate", "-", stdin=b"{", status=BAD_INPUT)
        self.assertIn("standard input", output.errors)


class Catalog(Case):
    def test_the_list_names_every_kind_with_its_group(self):
        lines = self.run_cli("catalog").text.splitlines()
        kinds = json.loads(self.run_cli("catalog", "--json").text)
        self.assertGreaterEqual(len(kinds), 24)
        self.assertEqual(len(lines), len(kinds) + 1)
        for line, kind in zip(lines[1:], kinds):
            self.assertEqual(line.split()[:2], [kind["kind"], kind["group"]])

    def test_every_parameter_says_unit_default_meaning_and_source(self):
        for kind in json.loads(self.run_cli("catalog", "--json").text):
            for parameter in kind["parameters"]:
                where = f"{kind['kind']}.{parameter['name']}"
                self.assertTrue(parameter["meaning"], where)
                self.assertIn("unit", parameter, where)
                self.assertIn("default", parameter, where)
                self.assertIn(parameter["of"], ("kind", "station", "component"), where)
                if parameter["of"] == "kind":
                    self.assertIn(parameter["source"]["grade"], "ABC", where)

    def test_one_kind_can_be_asked_for_by_its_alias(self):
        (kind,) = json.loads(self.run_cli("catalog", "load_balancer", "--json").text)
        self.assertIn("load_balancer", [kind["kind"], *kind["aliases"]])
        self.assertIn("replicas", self.run_cli("catalog", "service").text)

    def test_an_unknown_kind_is_refused_with_the_nearest(self):
        self.assertIn("service", self.run_cli("catalog", "servise", status=BAD_INPUT).errors)

    def test_a_kind_in_the_users_directory_needs_no_recompiling(self):
        (service,) = json.loads(self.run_cli("catalog", "service", "--json").text)
        folder = self.folder / "data" / "catenary" / "catalog"
        folder.mkdir(parents=True)
        (folder / "broken.json").write_text("{")
        output = self.run_cli("catalog", "--json")
        self.assertIn("broken.json", output.errors)
        self.assertIn(service["kind"], [kind["kind"] for kind in json.loads(output.text)])


if __name__ == "__main__":
    main()
