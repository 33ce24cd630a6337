# SPDX-License-Identifier: Apache-2.0
"""Pictures of designs: SVG that other programs read, PNG of the size asked for."""

import json
import os
import re
import struct
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from driver import BAD_INPUT, BAD_USAGE, NOT_COMPUTED, READING_CHECK, Case, main

SVG = "{http://www.w3.org/2000/svg}"
HAS_PNG = os.environ["CATENARY_HAS_PNG"] == "1"


def size_of_png(content):
    assert content.startswith(b"\x89PNG\r\n\x1a\n"), "not a PNG"
    return struct.unpack(">II", content[16:24])


class Export(Case):
    def colours(self, path):
        done = subprocess.run(["identify", "-format", "%k", path], capture_output=True, text=True, check=True)
        return int(done.stdout)

    def svg(self, design, *options):
        path = self.folder / "picture.svg"
        self.run_cli("export", design, "-o", path, *options)
        subprocess.run(["xmllint", "--noout", "--nonet", path], check=True)
        return ElementTree.parse(path).getroot()

    def test_every_template_becomes_valid_svg_that_holds_every_name(self):
        for name in self.templates():
            design = self.template(name)
            for theme in ("light", "dark", "sketch"):
                root = self.svg(design, "--theme", theme)
                self.assertEqual(root.tag, SVG + "svg")
                said = " ".join("".join(node.itertext()) for node in root.iter(SVG + "title"))
                ids = {node.get("id") for node in root.iter(SVG + "g")}
                for component in json.loads(design.read_text())["components"]:
                    self.assertIn(component.get("name", component["id"]), said, f"{name} {theme}")
                    self.assertTrue(any(i and component["id"] in i for i in ids), f"{name}: no group for {component['id']}")
                self.assertGreater(len(list(root.iter(SVG + "text"))), 10, "text stays text")

    def test_another_program_draws_the_svg(self):
        for name in self.templates():
            self.svg(self.template(name))
            drawn = self.folder / "drawn.png"
            subprocess.run(["rsvg-convert", "-o", drawn, self.folder / "picture.svg"], check=True)
            self.assertGreater(self.colours(drawn), 32, name)

    def test_the_themes_differ_and_the_same_command_writes_the_same_bytes(self):
        design = self.template("rag-legal-assistant")
        pictures = [self.run_cli("export", design, "-o", "-", "--format", "svg", "--theme", theme).content
                    for theme in ("light", "dark", "light")]
        self.assertNotEqual(pictures[0], pictures[1])
        self.assertEqual(pictures[0], pictures[2])

    def test_the_estimate_is_drawn_when_asked_for(self):
        design = self.template("restaurant-recommendation")
        plain = self.run_cli("export", design, "-o", "-", "--format", "svg").text
        with_estimate = self.run_cli("export", design, "-o", "-", "--format", "svg", "--with-estimate").text
        self.assertGreater(len(re.findall("<text", with_estimate)), len(re.findall("<text", plain)))

    def test_only_the_elements_named_are_drawn(self):
        root = self.svg(READING_CHECK, "--only", "api,cache")
        ids = " ".join(node.get("id") or "" for node in root.iter(SVG + "g"))
        self.assertIn("cache", ids)
        self.assertNotIn("profile", ids)
        output = self.run_cli("export", READING_CHECK, "-o", self.folder / "a.svg", "--only", "api,cach", status=BAD_INPUT)
        self.assertIn("cache", output.errors)

    @unittest.skipIf(HAS_PNG, "this build draws PNG")
    def test_a_build_that_cannot_draw_png_says_so(self):
        output = self.run_cli("export", READING_CHECK, "-o", self.folder / "a.png", status=NOT_COMPUTED)
        self.assertIn("PNG", output.errors)

    @unittest.skipUnless(HAS_PNG, "this build does not draw PNG")
    def test_every_template_becomes_a_png_in_every_theme(self):
        for name in self.templates():
            design = self.template(name)
            for theme in ("light", "dark", "sketch"):
                path = self.folder / f"{name}-{theme}.png"
                self.run_cli("export", design, "-o", path, "--theme", theme)
                width, height = size_of_png(path.read_bytes())
                self.assertGreater(min(width, height), 200)
                self.assertGreater(self.colours(path), 32, f"{name} {theme}: a blank picture")

    @unittest.skipUnless(HAS_PNG, "this build does not draw PNG")
    def test_a_png_has_the_scale_asked_for(self):
        sizes = []
        for scale in (1, 2, 4):
            path = self.folder / f"{scale}.png"
            self.run_cli("export", READING_CHECK, "-o", path, "--scale", scale)
            sizes.append(size_of_png(path.read_bytes()))
        for scale, size in zip((2, 4), sizes[1:]):
            for one, scaled in zip(sizes[0], size):
                self.assertAlmostEqual(scaled, one * scale, delta=scale)

    @unittest.skipUnless(HAS_PNG, "this build does not draw PNG")
    def test_a_transparent_png_has_no_background(self):
        corner = {}
        for options in ((), ("--transparent",)):
            path = self.folder / "corner.png"
            self.run_cli("export", READING_CHECK, "-o", path, *options)
            done = subprocess.run(["convert", path, "-alpha", "on", "-format", "%[fx:p{0,0}.a]", "info:"],
                                  capture_output=True, text=True, check=True)
            corner[options] = float(done.stdout)
        self.assertEqual(corner, {(): 1, ("--transparent",): 0})

    @unittest.skipUnless(HAS_PNG, "this build does not draw PDF")
    def test_a_pdf_is_one_page_of_the_size_of_the_picture_with_its_words_as_text(self):
        path = self.folder / "a.pdf"
        self.run_cli("export", self.template("rag-legal-assistant"), "-o", path, "--theme", "dark")
        content = path.read_bytes()
        self.assertTrue(content.startswith(b"%PDF-"))
        self.assertEqual(len(re.findall(rb"/Type\s*/Page\b", content)), 1)
        self.assertIn(b"/FontFile", content)
        root = self.svg(self.template("rag-legal-assistant"))
        box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", content)
        for points, units in zip(box.groups(), (root.get("width"), root.get("height"))):
            self.assertAlmostEqual(float(points), 0.75 * float(units), delta=1)

    def test_what_was_exported_can_be_imported_again(self):
        design = self.template("restaurant-recommendation")
        formats = ("svg", "png") if HAS_PNG else ("svg",)
        for format in formats:
            picture, again = self.folder / f"a.{format}", self.folder / "again.catenary"
            self.run_cli("export", design, "-o", picture)
            self.run_cli("import", picture, "-o", again)
            self.assertEqual(json.loads(again.read_text()), json.loads(design.read_text()), format)
            self.run_cli("export", design, "-o", picture, "--picture-only")
            output = self.run_cli("import", picture, "-o", again, status=BAD_INPUT)
            self.assertIn("no design", output.errors)

    def test_a_picture_of_some_elements_holds_only_these(self):
        picture = self.folder / "a.svg"
        self.run_cli("export", READING_CHECK, "-o", picture, "--only", "api,cache")
        held = json.loads(self.run_cli("import", picture, "-o", "-").text)
        self.assertEqual(sorted(c["id"] for c in held["components"]), ["api", "cache"])

    def test_words_become_a_design(self):
        mermaid = "flowchart LR\n  u[User] -->|asks| g[API gateway]\n  subgraph s [Stores]\n    v[(Vector DB)]\n  end\n  g --> v\n"
        design = json.loads(self.run_cli("import", "-", stdin=mermaid.encode()).text)
        self.assertEqual([c["kind"] for c in design["components"]], ["client", "api_gateway", "vector_db"])
        self.assertEqual([c.get("label") for c in design["connections"]], ["asks", None])
        self.assertEqual([g["name"] for g in design["groups"]], ["Stores"])
        self.assertTrue(all("at" in c for c in design["components"]))
        path = self.write("again.catenary", json.dumps(design))
        self.run_cli("validate", path)
        self.assertGreater(self.estimate(path)["workloads"][0]["completed_per_s"], 0)
        output = self.run_cli("import", self.write("bad.mmd", "flowchart LR\n a --> b[x\n"), status=BAD_INPUT)
        self.assertIn("bad.mmd:2", output.errors)

    def test_a_frame_adds_title_legend_and_grid(self):
        plain = self.svg(READING_CHECK)
        framed = self.svg(READING_CHECK, "--with-estimate", "--title-block", "--legend", "--grid")
        ids = {node.get("id") for node in framed.iter(SVG + "g")}
        self.assertLessEqual({"title-block", "legend", "grid"}, ids)
        self.assertGreater(float(framed.get("height")), float(plain.get("height")))

    def test_a_name_that_does_not_say_the_format_is_wrong_usage(self):
        for name in ("picture", "picture.jpeg"):
            output = self.run_cli("export", READING_CHECK, "-o", self.folder / name, status=BAD_USAGE)
            self.assertIn(".svg", output.errors)

    def test_a_place_that_cannot_be_written_is_said(self):
        output = self.run_cli("export", READING_CHECK, "-o", self.folder / "no-such-folder" / "a.svg", status=NOT_COMPUTED)
        self.assertIn("no-such-folder", output.errors)


if __name__ == "__main__":
    main()
