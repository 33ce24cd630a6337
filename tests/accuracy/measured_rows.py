# SPDX-License-Identifier: Apache-2.0
"""What measure_gpu.py needs beside PyTorch: shapes of models, ids of hardware, statistics, the budget of time, and the
file of rows."""

import dataclasses
import json
import math
import os
import pathlib
import re
import statistics
import time

ROOT = pathlib.Path(__file__).parents[2]
ROWS = pathlib.Path(__file__).parent / "own_rows.json"

# Names that PyTorch gives devices, without the maker's, and the ids of resources/catalog/hardware. Names match whole:
# a part of a device (MIG) or a laptop's has another speed. A name with two memory sizes says their GiB.
DEVICES = [
    ("H200", None, "H200"), ("B200", None, "B200"),
    ("H100 80GB HBM3", None, "H100-SXM"), ("H100 PCIe", None, "H100-PCIe"), ("H100 NVL", None, "H100-NVL"),
    ("GH200 480GB", 96, "GH200-96"), ("GH200 480GB", 144, "GH200-144"), ("GH200 144G HBM3e", None, "GH200-144"),
    ("A100-SXM4-40GB", None, "A100-SXM-40"), ("A100-SXM4-80GB", None, "A100-SXM-80"),
    ("L4", None, "L4"), ("L40S", None, "L40S"), ("A10", None, "A10"), ("A10G", None, "A10G"),
    ("A30", None, "A30"), ("A40", None, "A40"), ("T4", None, "T4"),
    ("V100-SXM2-16GB", None, "V100-16"), ("V100-SXM2-32GB", None, "V100-32"), ("V100-SXM3-32GB", None, "V100-32"),
    ("GeForce RTX 4090", None, "RTX4090"),
    ("RTX PRO 6000 Blackwell Server Edition", None, "RTX-PRO-6000"),
    ("RTX PRO 6000 Blackwell Workstation Edition", None, "RTX-PRO-6000"),
    ("Instinct MI300X", None, "MI300X"), ("Instinct MI325X", None, "MI325X"),
]


class Refused(Exception):
    """What cannot be measured, and what to do about it."""


def catalog(noun):
    """Entries by id of the built-in catalog files that hold `noun` ("models", "hardware"), then the user's own."""
    own = pathlib.Path(os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share") / "catenary/catalog"
    entries = {}
    for file in sorted((ROOT / "resources/catalog" / noun).glob("*.json")) + sorted(own.rglob("*.json")):
        try:
            found = json.loads(file.read_text())
        except ValueError as error:
            raise Refused(f"{file} is no JSON: {error}") from error
        if isinstance(found, dict) and found.get("format") == f"catenary-{noun}":
            entries.update({entry["id"]: entry for entry in found[noun]})
    return entries


def hardware_id(name, gib, known):
    """The id of the device that PyTorch calls `name` and that has `gib` of memory."""
    bare = re.sub(r"^(NVIDIA|AMD|Tesla) ", "", re.sub(r"^(NVIDIA|AMD) ", "", name))
    for title, memory, found in DEVICES:
        if title == bare and (memory is None or abs(gib - memory) < 0.15 * memory) and found in known:
            return found
    if bare in known:
        return bare
    raise Refused(f"no hardware of the catalog is called `{name}` ({gib:.0f} GiB): say which it is with --hardware ID, "
                  "or describe it in a file of your own (CONTRIBUTING.md); ids: " + ", ".join(sorted(known)))


@dataclasses.dataclass(frozen=True)
class Shape:
    """A model of the catalog, as far as its layers are alike and dense."""

    id: str
    family: str
    layers: int
    hidden: int = 0
    heads: int = 0
    kv_heads: int = 0
    head_dim: int = 0
    ffn: int = 0
    vocabulary: int = 0
    gated: bool = False
    tied: bool = False
    image_side: int = 0  # pixels; cnn only

    @property
    def layer_products(self):
        """(outputs, inputs) of the four matrix products of a layer: attention in and out, feed-forward in and out."""
        return [((self.heads + 2 * self.kv_heads) * self.head_dim, self.hidden),
                (self.hidden, self.heads * self.head_dim),
                ((2 if self.gated else 1) * self.ffn, self.hidden), (self.hidden, self.ffn)]

    @property
    def layer_parameters(self):
        return sum(outputs * inputs for outputs, inputs in self.layer_products)

    @property
    def parameters(self):
        """All but norms and biases: layers, embedding, and the output matrix of a decoder of its own."""
        tables = 2 if self.family == "decoder" and not self.tied else 1
        return self.layers * self.layer_parameters + tables * self.vocabulary * self.hidden

    def kv_numbers(self, tokens):
        return 2 * self.layers * self.kv_heads * self.head_dim * tokens


def shape(entry):
    """The shape of a catalog entry."""
    extra = entry.get("extra", {})
    family, name = entry["family"], entry["id"]
    if family == "cnn":
        if entry.get("layers") != 50 or not extra.get("input_elements"):
            raise Refused(f"`{name}` is no ResNet-50: of the vision models only that is built here")
        return Shape(name, family, 50, image_side=math.isqrt(int(extra["input_elements"]) // 3))
    if family not in ("decoder", "encoder"):
        raise Refused(f"`{name}` is of the family {family}: only decoders, encoders and ResNet-50 are built here")
    if entry.get("experts") or entry.get("mla_rank") or extra.get("attention_parameters_per_layer"):
        raise Refused(f"`{name}` has experts or latent attention: only plain dense layers are built here")
    return Shape(name, family, entry["layers"], entry["hidden"], entry["heads"],
                 entry.get("kv_heads") or entry["heads"], entry.get("head_dim") or entry["hidden"] // entry["heads"],
                 entry["ffn"], entry.get("vocabulary", 0), extra.get("gated", family == "decoder"),
                 extra.get("tied_embeddings", False))


def summary(times_ms):
    """Median, first and third quartile of repeated measurements."""
    first, median, third = statistics.quantiles(times_ms, n=4, method="inclusive")
    return median, [first, third]


def repeat(time_once_ms, seconds, least=5, most=50, warm_up=3, clock=time.monotonic):
    """Times after the warm-up: `least` of them, more until `seconds` are over, and `most` at the most."""
    for _ in range(warm_up):
        time_once_ms()
    begun, times = clock(), []
    while len(times) < least or (len(times) < most and clock() - begun < seconds):
        times.append(time_once_ms())
    return times


class Budget:
    """Shares the seconds that are left evenly among the groups still to come."""

    def __init__(self, seconds, groups, clock=time.monotonic):
        self._clock = clock
        self._end = clock() + seconds
        self._groups = groups
        self._group_end = self._end

    def begin_group(self):
        now = self._clock()
        self._group_end = now + max(0.0, self._end - now) / self._groups
        self._groups -= 1

    def seconds_for_a_case(self, cases_left):
        """At most 2 s; None when the group's share is used up."""
        left = self._group_end - self._clock()
        return min(2.0, left / cases_left) if left > 0 else None


class RowsFile:
    """A file in the format of serving_rows.json. Rows of the same id are replaced; written after each row."""

    def __init__(self, path, source):
        self._path = path
        self._content = {
            "format": "catenary-serving-rows", "version": 1,
            "note": "First-party measurements by tests/accuracy/measure_gpu.py: median of `repetitions`, `spread` are the "
                    "quartiles; `source` counts in `sources`. Never fitted.",
            "sources": [], "rows": []}
        if path.exists():
            try:
                self._content = json.loads(path.read_text())
            except ValueError as error:
                raise Refused(f"{path} is no file of rows ({error}): name another with --out") from error
            if not isinstance(self._content, dict) or self._content.get("format") != "catenary-serving-rows":
                raise Refused(f"{path} is no file of rows: name another with --out")
        if source not in self._content["sources"]:
            self._content["sources"].append(source)
        self._source = self._content["sources"].index(source)

    def add(self, row):
        row = dict(row, source=self._source)
        self._content["rows"] = [other for other in self._content["rows"] if other["id"] != row["id"]] + [row]
        self._write()

    def _write(self):
        def line(value):
            return json.dumps(value, ensure_ascii=False)

        head = {key: value for key, value in self._content.items() if key not in ("sources", "rows")}
        text = line(head)[:-1] + ',\n "sources": [\n  ' + ",\n  ".join(map(line, self._content["sources"]))
        text += '\n ],\n "rows": [\n  ' + ",\n  ".join(map(line, self._content["rows"])) + "\n ]}\n"
        beside = self._path.with_name(self._path.name + ".part")
        beside.write_text(text)
        beside.replace(self._path)
