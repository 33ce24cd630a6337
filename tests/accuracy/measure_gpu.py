#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures with plain PyTorch what core/inference predicts, and writes rows that `catenary-cli infer --rows` reads.

    measure_gpu.py [--out FILE] [--only GROUP…] [--models ID…] [--quick] [--seconds BUDGET] [--hardware ID]
    measure_gpu.py --device cpu --tiny --hardware ID     the same code on a processor, for tests

Shapes are those of the catalog, weights random. Each value is the median of repetitions after a warm-up, with its
quartiles; a model is timed as a whole. `./dev accuracy serving` reports the rows of tests/accuracy/own_rows.json; nothing
is fitted to them. Needs PyTorch 1.13 or later and nothing else.
"""

import argparse
import datetime
import gc
import pathlib
import sys

import measured_rows as measured
from measured_groups import EAGER, GRAPH, GROUPS
from measured_rows import Refused


def options(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    parser.add_argument("--hardware", metavar="ID", help="id of this hardware, where its name does not say it")
    parser.add_argument("--out", metavar="FILE", type=pathlib.Path, default=measured.ROWS)
    parser.add_argument("--only", metavar="GROUP", nargs="+", choices=GROUPS, default=list(GROUPS))
    parser.add_argument("--models", metavar="ID", nargs="+", help="models of the catalog, or your own, to measure instead")
    parser.add_argument("--quick", action="store_true", help="every third case")
    parser.add_argument("--tiny", action="store_true", help="a few tokens only")
    parser.add_argument("--seconds", metavar="BUDGET", type=float, default=600, help="for everything; 600 unless given")
    found = parser.parse_args(arguments)
    if not found.seconds > 0:
        parser.error("--seconds must be more than 0")
    if found.device == "cpu" and not found.hardware:
        parser.error("--device cpu needs --hardware ID")
    return found


def shapes_of(group, chosen, catalog):
    """The shapes that a group measures; of chosen models those of its family."""
    shapes = []
    for name in chosen or group.models:
        if name not in catalog:
            raise Refused(f"there is no model `{name}`: ids are those of resources/catalog/models and of your own files")
        if catalog[name]["family"] == group.family:
            shapes.append(measured.shape(catalog[name]))
    return shapes


def cases_of(group, asked):
    cases = group.tiny if asked.tiny else group.cases
    return cases[::3] if asked.quick else cases


class Measurement:
    """A run over groups, models and cases: rows as they come, and what was left out with the reason."""

    def __init__(self, asked, device, networks, hardware, out):
        self._asked, self._device, self._networks = asked, device, networks
        self._hardware, self._out = hardware, out
        self._budget = measured.Budget(asked.seconds, len(asked.only))
        self.left_out = []

    def _attempt(self, label, action):
        """What `action` gives; None, with the reason noted, where that does not fit."""
        try:
            return action()
        except Refused as refused:
            self.left_out.append(f"{label}: {refused}")
        except RuntimeError as error:
            if "out of memory" not in str(error):
                raise
            self.left_out.append(f"{label}: the device is out of memory")
        return None

    def group(self, name, catalog):
        group = GROUPS[name]
        self._budget.begin_group()
        cases = cases_of(group, self._asked)
        shapes = shapes_of(group, self._asked.models, catalog)
        todo = len(shapes) * len(cases)
        for shape in shapes:
            gc.collect()
            network = self._attempt(f"{name} {shape.id}",
                                    lambda: group.network(self._networks, shape, self._device, cases))
            for case in cases:
                label = f"{name} {shape.id} {case}"
                seconds = self._budget.seconds_for_a_case(todo)
                todo -= 1
                if seconds is None:
                    self.left_out.append(f"{label}: its group's share of {self._asked.seconds:g} s is used up")
                elif network is not None:
                    self._attempt(label, lambda: self._case(name, network, shape, case, seconds))
            network = None

    def _case(self, name, network, shape, case, seconds):
        group, device = GROUPS[name], self._device
        call = group.call(network, case)
        ways = group.ways if device.gpu else [EAGER]
        for way in ways:
            timed = device.recorded(call) if way == GRAPH else call
            times = measured.repeat(lambda: device.time_ms(timed) / network.times_each, seconds / len(ways))
            self._write(name, shape, case, way, times)

    def _write(self, name, shape, case, way, times):
        median, spread = measured.summary(times)
        size = "x".join(map(str, case)) if isinstance(case, tuple) else str(case)
        identity = f"{name}-{self._hardware}-{shape.id}-{size}-{'graph' if way == GRAPH else 'eager'}"
        self._out.add({"id": identity, "group": name, "model": shape.id, "gpu": self._hardware, "n_gpu": 1,
                       "precision": self._device.precision, "engine": way, **GROUPS[name].row(shape, case), "unit": "ms",
                       "value": float(f"{median:.5g}"), "spread": [float(f"{quartile:.5g}") for quartile in spread],
                       "repetitions": len(times)})
        print(f"{identity}: {median:.4g} ms, quartiles {spread[0]:.4g} and {spread[1]:.4g}, {len(times)} times", flush=True)


def run(asked):
    """Measures what is asked; gives what was left out."""
    try:
        import measured_networks as networks
    except ModuleNotFoundError as missing:
        raise Refused(f"this Python ({sys.executable}) lacks {missing.name}: install PyTorch; Debian 12 has it as "
                      "python3-torch, for /usr/bin/python3") from missing
    known = measured.catalog("hardware")
    if asked.hardware and asked.hardware not in known:
        raise Refused(f"there is no hardware `{asked.hardware}`; ids: {', '.join(sorted(known))}")
    device = networks.Device(asked.device)
    hardware = asked.hardware or measured.hardware_id(*device.name(), known)
    source = f"first-party, {datetime.date.today().isoformat()}: {device.description()}"
    measurement = Measurement(asked, device, networks, hardware, measured.RowsFile(asked.out, source))
    models = measured.catalog("models")
    with networks.torch.inference_mode():
        for name in asked.only:
            measurement.group(name, models)
    return measurement.left_out


def main():
    asked = options(sys.argv[1:])
    try:
        left_out = run(asked)
    except Refused as refused:
        sys.exit(f"measure_gpu.py: {refused}")
    for line in left_out:
        print(f"left out: {line}")
    if asked.out.exists():
        print(f"rows in {asked.out}")


if __name__ == "__main__":
    main()
