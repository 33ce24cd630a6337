# SPDX-License-Identifier: Apache-2.0
"""catenary-cli simulate --transient, --shock and --traces: series over time, single requests, and what is refused."""

import json

from driver import BAD_INPUT, BAD_USAGE, READING_CHECK, Case, by_id, main
from estimate_shape import check_estimate

QUEUE = """{"format": "catenary-design", "version": 1, "components": [
  {"id": "app", "kind": "client"},
  {"id": "front", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 2}, "zone": "b"}},
  {"id": "store", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 2}}},
  {"id": "extra", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 3}}}],
 "connections": [{"id": "in", "from": "app", "to": "front", "distance": "none"},
  {"id": "read", "from": "front", "to": "store", "stage": 1, "policy": {"timeout_ms": 12, "retries": 2}},
  {"id": "more", "from": "front", "to": "extra", "stage": 1}],
 "workloads": [{"id": "w", "source": "app", "arrival": ARRIVAL}]}"""
POISSON = '{"process": "poisson", "rate_per_s": 100}'


class Transient(Case):
    def design(self, arrival=POISSON):
        return self.write("queue.catenary", QUEUE.replace("ARRIVAL", arrival))

    def simulate(self, design, *arguments):
        return json.loads(self.run_cli("simulate", design, "--json", *arguments).text)

    def test_the_series_has_a_value_for_every_bucket(self):
        result = self.simulate(self.design(), "--transient", 90, "--shock", "30:40:load=3")
        check_estimate(self, result, "simulation")
        series = result["series"]
        count = len(series["at_s"])
        self.assertEqual(series["at_s"][:3], [0, series["bucket_s"], 2 * series["bucket_s"]])
        self.assertLessEqual(count, 240)
        self.assertEqual(series["end_s"], 90)
        self.assertEqual(series["shocks"], [{"from_s": 30, "to_s": 40, "what": "load × 3"}])
        workload = series["workloads"][0]
        for name, values in workload.items():
            if name.endswith("_per_s"):
                self.assertEqual(len(values), count, name)
        for course in workload["latency_ms"].values():
            for values in course.values():
                self.assertEqual(len(values), count)
        during = [rate for at, rate in zip(series["at_s"], workload["offered_per_s"]) if 30 <= at < 40]
        self.assertAlmostEqual(sum(during) / len(during), 300, delta=20)
        requests = workload["requests"]
        self.assertAlmostEqual(requests["offered"], requests["completed"] + requests["lost"] + requests["inside_at_end"])
        front = by_id(series["components"])["front"]
        self.assertEqual(len(front["utilisation"]["value"]), count)
        self.assertEqual(front["running_replicas"], [1] * count)

    def test_a_lost_zone_stops_what_is_in_it(self):
        result = self.simulate(self.design(), "--transient", 60, "--shock", "20:30:zone.b.down")
        series = result["series"]
        front = by_id(series["components"])["front"]
        for at, replicas in zip(series["at_s"], front["running_replicas"]):
            self.assertEqual(replicas, 0 if 20 <= at < 30 else 1, at)
        self.assertGreater(series["workloads"][0]["recovery"]["worst_p99_ms"], 9000)
        self.assertGreaterEqual(series["workloads"][0]["recovery"]["recovered_after_s"], 0)

    def test_a_group_gives_its_zone_to_its_members(self):
        text = QUEUE.replace("ARRIVAL", POISSON).replace('"workloads"', '"groups": [{"id": "g", "members": ["extra"], '
                                                         '"zone": "c", "zone_mtbf_s": 20, "zone_mttr_s": 1}], "workloads"')
        series = self.simulate(self.write("zones.catenary", text), "--transient", 300)["series"]
        running = by_id(series["components"])["extra"]["running_replicas"]
        self.assertAlmostEqual(sum(running) / len(running), 20 / 21, delta=0.04)

    def test_the_table_says_how_the_design_took_it(self):
        text = self.run_cli("simulate", self.design(), "--transient", 60, "--shock", "20:25:load=4").text
        self.assertIn("worst p99 ms", text)
        self.assertIn("20 s to 25 s: load × 4", text)

    def test_the_bytes_do_not_depend_on_the_threads(self):
        def text(threads):
            result = self.simulate(READING_CHECK, "--transient", 20, "--shock", "5:8:load=2", "--threads", threads)
            del result["run"]["wall_s"]
            return json.dumps(result)

        one = text(1)
        self.assertEqual(one, text(2))
        self.assertEqual(one, text(3))

    def test_a_trace_is_played_back(self):
        self.write("times.csv", "seconds,user\n0,a\n0.5,b\n1.5,c\n4,a\n")
        design = self.design('{"process": "trace", "file": "times.csv"}')
        series = self.simulate(design, "--transient", 15.5)["series"]
        # four arrivals, then a mean gap of 4/3 s: every 16/3 s again
        self.assertEqual(series["workloads"][0]["requests"]["offered"], 12)
        self.assertAlmostEqual(self.estimate(design)["workloads"][0]["offered_per_s"], 0.75)

    def test_a_fault_in_a_trace_is_said_with_its_line(self):
        self.write("times.csv", "0\n2\n1\n")
        design = self.design('{"process": "trace", "file": "times.csv"}')
        for command in ("estimate", "simulate"):
            self.assertIn("times.csv:3", self.run_cli(command, design, status=BAD_INPUT).errors)

    def test_nonsense_is_refused(self):
        design = self.design()
        self.run_cli("simulate", design, "--shock", "1:2:load=2", status=BAD_USAGE)
        self.run_cli("simulate", design, "--transient", 0, status=BAD_USAGE)
        self.run_cli("simulate", design, "--transient", 10, "--precision", "0.1", status=BAD_USAGE)
        for shock in ("load=2", "2:1:load=2", "1:2:none.down", "1:2:zone.a.down", "1:2:front.replicas=9"):
            errors = self.run_cli("simulate", design, "--transient", 10, "--shock", shock, status=BAD_INPUT).errors
            self.assertIn(f"shock `{shock}`", errors)


class Traces(Case):
    def simulate(self, *arguments):
        design = self.write("queue.catenary", QUEUE.replace("ARRIVAL", POISSON))
        return json.loads(self.run_cli("simulate", design, "--json", "--requests", 40000, *arguments).text)

    def test_are_usual_and_slow_requests_as_they_went(self):
        traces = self.simulate("--traces", 6)["traces"]
        self.assertEqual(len(traces), 6)
        self.assertEqual(sorted(40 < trace["percentile"] < 60 for trace in traces), [False] * 3 + [True] * 3)
        self.assertEqual(sorted(98 < trace["percentile"] < 100 for trace in traces), [False] * 3 + [True] * 3)
        for trace in traces:
            spans = trace["spans"]
            root = spans[0]
            self.assertIsNone(root["parent"])
            self.assertEqual((root["component"], root["sent_ms"]), ("front", 0))
            self.assertAlmostEqual(root["ended_ms"], trace["latency_ms"])
            for number, span in enumerate(spans):
                moments = [span[name] for name in ("sent_ms", "arrived_ms", "began_ms", "worked_ms", "ended_ms")]
                known = [moment for moment in moments if moment is not None]
                self.assertEqual(known, sorted(known), span)
                if span["parent"] is not None:
                    self.assertLess(span["parent"], number)
                    self.assertGreaterEqual(span["sent_ms"], spans[span["parent"]]["worked_ms"])
            # what was waited for below a visit ends when the visit does
            last = [span["ended_ms"] for span in spans if span["parent"] == 0 and span["waited_for"]]
            self.assertEqual(len(last), 1)
            self.assertAlmostEqual(last[0], root["ended_ms"])

    def test_are_told_to_people(self):
        design = self.write("queue.catenary", QUEUE.replace("ARRIVAL", POISSON))
        text = self.run_cli("simulate", design, "--requests", 20000, "--traces", 1).text
        self.assertIn("a request of w: ", text)
        self.assertRegex(text, r"\n +\* front ")

    def test_change_nothing_else_and_repeat(self):
        without, one, two = self.simulate(), self.simulate("--traces", 2), self.simulate("--traces", 2, "--threads", 3)
        self.assertEqual(one["traces"], two["traces"])
        self.assertNotIn("traces", without)
        self.assertEqual(without["workloads"], one["workloads"])


if __name__ == "__main__":
    main()
