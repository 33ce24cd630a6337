# SPDX-License-Identifier: Apache-2.0
"""The reference systems: each can be written, is sound, meets its objectives, and breaks where it should."""

import json

from driver import BAD_INPUT, Case, main
from estimate_shape import check_estimate

RESTAURANT = "restaurant-recommendation"
KNOWN = [RESTAURANT, "rag-legal-assistant", "realtime-inference-optimization"]


class Templates(Case):
    def test_the_list_has_one_id_a_line(self):
        listed = self.run_cli("templates").text.splitlines()
        self.assertEqual(listed, sorted(set(listed)))
        for name in KNOWN:
            self.assertIn(name, listed)

    def test_a_template_can_be_written_to_a_file_and_to_standard_output(self):
        for name in self.templates():
            written = self.template(name).read_bytes()
            self.assertEqual(written, self.run_cli("templates", name, "-o", "-").content)
            self.assertEqual(json.loads(written)["format"], "catenary-design")

    def test_an_unknown_template_is_refused_with_the_nearest_name(self):
        output = self.run_cli("templates", "rag-legal-asistant", status=BAD_INPUT)
        self.assertEqual(output.content, b"")
        self.assertIn("rag-legal-assistant", output.errors)

    def test_every_template_is_sound_and_departs_at_most_from_what_is_usual(self):
        for name in self.templates():
            for line in self.run_cli("validate", self.template(name)).text.splitlines():
                if " warning: " in line:
                    self.assertIn("is usually from", line, name)

    def test_every_template_says_what_it_claims_and_where_from(self):
        for name in self.templates():
            design = json.loads(self.template(name).read_text())
            self.assertTrue(design["title"], name)
            self.assertTrue(design["sources"], name)
            self.assertTrue(design["workloads"], name)
            self.assertTrue(design["objectives"], name)
            self.assertTrue(design["teaching"]["prompt"], name)

    def test_every_variant_of_every_template_can_be_estimated(self):
        for name in self.templates():
            path = self.template(name)
            for variant in json.loads(path.read_text()).get("variants", []):
                self.estimate(path, "--variant", variant["id"])

    def test_the_estimate_of_every_template_has_the_public_shape(self):
        for name in self.templates():
            check_estimate(self, self.estimate(self.template(name)))


class Restaurant(Case):
    """p99 under 100 ms at 3,000 requests a second, and what happens when the second-pass ranker loses its replicas."""

    def test_it_meets_its_objectives_as_shipped(self):
        result = self.estimate(self.template(RESTAURANT))
        self.assertTrue(result["objectives"])
        for objective in result["objectives"]:
            self.assertIs(objective["met"], True, objective)
        self.assertTrue(any(o["metric"] == "latency_p99_ms" and o["at_most"] == 100 for o in result["objectives"]))
        self.assertAlmostEqual(sum(w["offered_per_s"] for w in result["workloads"]), 3000, delta=300)
        self.assertGreater(result["system"]["load_line"], 1)

    def test_one_replica_of_the_second_pass_ranker_breaks_it_and_a_finding_names_the_ranker(self):
        path = self.template(RESTAURANT)
        (ranker,) = [c["id"] for c in json.loads(path.read_text())["components"]
                     if "second-pass ranker" in c.get("name", "").lower()]
        result = self.estimate(path, "--set", f"{ranker}.replicas=1")
        broken = not result["stable"] or not all(o["met"] for o in result["objectives"])
        self.assertTrue(broken)
        self.assertEqual(result["system"]["bottleneck"], ranker)
        named = [f for f in result["findings"] if f["where"] == ranker and f["severity"] != "info"]
        self.assertTrue(named, result["findings"])


if __name__ == "__main__":
    main()
