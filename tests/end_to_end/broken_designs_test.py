# SPDX-License-Identifier: Apache-2.0
"""Designs at fault: a message that says where, exit status 1, nothing on standard output, no crash and no hang."""

import json
import random

from driver import BAD_INPUT, DONE, READING_CHECK, Case, main

COMMANDS = (("validate",), ("estimate", "--json"), ("export", "-o", "-", "--format", "svg"))


def sound():
    """The reading check as a value, to be broken."""
    return json.loads(READING_CHECK.read_text())


class BrokenDesigns(Case):
    def refused(self, content, *places, commands=COMMANDS):
        """The commands refuse the design and name each of `places`."""
        text = content if isinstance(content, (str, bytes)) else json.dumps(content, indent=1)
        path = self.write("broken.catenary", text)
        for command, *options in commands:
            output = self.run_cli(command, path, *options, status=BAD_INPUT)
            said = output.errors
            if command == "validate":  # its findings are its result
                said += output.text
            else:
                self.assertEqual(output.content, b"", f"{command} printed a result")
            for place in ("broken.catenary", *places):
                self.assertIn(place, said, command)
            self.assertLess(len(said), 100_000, "a message a person can read")

    def test_an_empty_file(self):
        self.refused("")

    def test_a_file_cut_off_says_at_which_line(self):
        text = json.dumps(sound(), indent=1)
        for share in (0.1, 0.5, 0.9, 0.999):
            cut = text[: int(len(text) * share)]
            self.refused(cut, f"broken.catenary:{cut.count(chr(10)) + 1}")

    def test_bytes_that_are_no_text(self):
        self.refused(random.Random(1).randbytes(4096))
        self.refused(b"\x00" * 100)
        self.refused(b'{"format": "catenary-design", "version": 1, "title": "\xff\xfe"}')

    def test_json_that_is_no_design(self):
        self.refused("[]")
        self.refused("null")
        self.refused('"catenary-design"')
        self.refused({"format": "something-else", "version": 1})
        self.refused({"version": 1, "components": []})

    def test_deep_nesting(self):
        self.refused("[" * 1_000_000)
        self.refused('{"a":' * 200_000 + "1" + "}" * 200_000)
        deep = sound()
        deep["x-deep"] = 0
        text = json.dumps(deep).replace('"x-deep": 0', '"x-deep": ' + "[" * 5000 + "]" * 5000)
        self.refused(text)

    def test_fifty_megabytes_of_nonsense(self):
        self.refused(random.Random(2).randbytes(50_000_000), commands=COMMANDS[:1])

    def test_fifty_megabytes_of_a_design_that_makes_no_sense(self):
        row = json.dumps({"id": "same", "kind": "nonsense", "parameters": {"x": [1, 2, 3]}})
        head = '{"format": "catenary-design", "version": 1, "components": [\n'
        self.refused(head + ",\n".join([row] * (50_000_000 // len(row))) + "]}", "same", "more findings",
                     commands=COMMANDS[:1])

    def test_a_newer_version_says_which_is_needed(self):
        design = sound()
        design["version"] = 99
        self.refused(design, "99")

    def test_a_version_that_is_no_version(self):
        for version in (0.5, -1, "1", None, [1], 1e300):
            design = sound()
            design["version"] = version
            self.refused(design)

    def test_wrong_types_say_where(self):
        for change, place in (
            (lambda d: d["components"][1].update(kind=7), "api"),
            (lambda d: d["components"][1].update(parameters=[]), "api"),
            (lambda d: d["components"][1].update(at="left"), "api"),
            (lambda d: d["connections"][0].update(mode="sometimes"), "app-api"),
            (lambda d: d["connections"][0].update(calls={"distribution": "guess"}), "app-api"),
            (lambda d: d["connections"][0].update(policy={"timeout_ms": "soon"}), "app-api"),
            (lambda d: d["workloads"][0].update(arrival={"process": "poisson", "rate_per_s": "many"}), "read"),
            (lambda d: d["workloads"][0].update(arrival={"process": "tidal", "rate_per_s": 1}), "read"),
            (lambda d: d.update(components={}), "components"),
            (lambda d: d.update(objectives=[{"metric": "latency_p99_ms", "workload": "read"}]), "objectives"),
        ):
            design = sound()
            change(design)
            self.refused(design, place)

    def test_values_out_of_range_say_where(self):
        for name, value in (("replicas", 0), ("replicas", -3), ("workers", 1.5), ("failure_ratio", 2),
                            ("service_time_ms", -1), ("replicas", "two")):
            design = sound()
            design["components"][1]["parameters"][name] = value
            self.refused(design, "api", name)

    def test_missing_fields_say_which(self):
        for part, index, name in (("components", 1, "kind"), ("components", 1, "id"), ("connections", 0, "to"),
                                  ("workloads", 0, "arrival"), ("objectives", 0, "metric")):
            design = sound()
            del design[part][index][name]
            self.refused(design, name)

    def test_two_elements_with_one_id(self):
        design = sound()
        design["components"][2]["id"] = "api"
        self.refused(design, "api")
        design = sound()
        design["connections"][1]["id"] = "api"  # unique over the whole file, not over its kind
        self.refused(design, "api")

    def test_an_id_that_is_none(self):
        for name in ("", "-api", "a b", "a.b", "ä"):
            design = sound()
            design["components"].append({"id": name, "kind": "service"})
            self.refused(design)

    def test_a_key_said_twice(self):
        self.refused('{"format": "catenary-design", "version": 1, "title": "a", "title": "b"}', "title")

    def test_references_that_lead_nowhere(self):
        for change, place in (
            (lambda d: d["connections"][0].update(to="nobody"), "nobody"),
            (lambda d: d["workloads"][0].update(source="nobody"), "nobody"),
            (lambda d: d["connections"][2].update(of="nobody"), "nobody"),
            (lambda d: d["objectives"][0].update(workload="nobody"), "nobody"),
            (lambda d: d.update(groups=[{"id": "g", "members": ["nobody"]}]), "nobody"),
        ):
            design = sound()
            change(design)
            self.refused(design, place)

    def test_a_circle_of_synchronous_calls_names_who_is_in_it(self):
        design = sound()
        design["connections"].append({"id": "back", "from": "db", "to": "api", "mode": "sync"})
        self.refused(design, "api", "db")

    def test_a_loop_that_requests_never_leave_is_an_error_of_every_command_that_needs_numbers(self):
        design = sound()
        for call in design["connections"]:
            if call["id"] == "api-profile":
                call["mode"] = "forward"
        design["connections"].append({"id": "back", "from": "profile", "to": "api", "mode": "forward"})
        self.refused(design, "api-profile", "never leave", commands=COMMANDS[:2])

    def test_an_unknown_kind_is_named_with_the_nearest(self):
        design = sound()
        design["components"][1]["kind"] = "servise"
        self.refused(design, "api", "servise", "service")

    def test_a_file_that_is_not_there(self):
        output = self.run_cli("estimate", self.folder / "absent.catenary", status=BAD_INPUT)
        self.assertIn("absent.catenary", output.errors)
        output = self.run_cli("estimate", self.folder, status=BAD_INPUT)
        self.assertIn(str(self.folder), output.errors)

    def test_what_a_design_holds_cannot_write_to_the_terminal(self):
        design = sound()
        design["components"][1]["kind"] = "\x1b[31mred\x07"
        path = self.write("broken.catenary", json.dumps(design))
        output = self.run_cli("validate", path, status=BAD_INPUT)
        self.assertIn("[31mred", output.text)
        self.assertNotRegex(output.text + output.errors, "[\x00-\x09\x0b-\x1f\x7f]")


class OddDesigns(Case):
    """Not at fault, but worth a word: findings, and exit status 0."""

    def findings(self, design):
        path = self.write("odd.catenary", json.dumps(design))
        self.run_cli("validate", path, status=DONE)
        return self.estimate(path)["findings"]

    def test_a_mistyped_parameter_is_a_warning_that_names_the_nearest(self):
        design = sound()
        design["components"][1]["parameters"]["replica"] = 2
        (finding,) = [f for f in self.findings(design) if "replica" in f["message"]]
        self.assertEqual(finding["severity"], "warning")
        self.assertTrue(finding["where"].startswith("api"))
        self.assertIn("replicas", finding["message"] + finding["hint"])

    def test_a_mistyped_policy_field_is_a_warning(self):
        design = sound()
        design["connections"][0]["policy"] = {"timeout": 10}
        named = [f for f in self.findings(design) if "timeout" in f["message"]]
        self.assertTrue(named)
        self.assertTrue(named[0]["where"].startswith(("app-api", "connections.app-api")), named)

    def test_names_that_begin_with_x_are_silent(self):
        design = sound()
        before = self.findings(sound())
        design["components"][1]["parameters"]["x-team"] = "search"
        design["x-review"] = {"by": "someone"}
        self.assertEqual(self.findings(design), before)

    def test_a_design_without_workloads_estimates_to_empty_lists(self):
        path = self.write("empty.catenary", '{"format": "catenary-design", "version": 1}')
        result = self.estimate(path)
        for name in ("workloads", "flows", "components", "objectives"):
            self.assertEqual(result[name], [], name)


if __name__ == "__main__":
    main()
