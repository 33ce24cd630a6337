#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the canvas under real input: frames presented while it is panned, zoomed and dragged on.

    canvas.py BIN [COUNT…]  BIN holds catenary; needs a display and xdotool; 100, 1000 and 5000 components unless given

The design is a grid of labelled boxes with one connector each. Input are events of the X server, 120 a second. Frames
count when they have been presented. Fails when nothing was drawn, no input arrived or no frame was presented.
"""

import json
import math
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

COUNTS = [100, 1000, 5000]
WINDOW = "1600x1000"
RATE = 120  # input events a second
SECONDS = 3
STARTS = 5
LEAST_COLOURS = 8  # a canvas with fewer shows nothing

# Excalidraw, draw.io and tldraw with 5,000 components and 5,000 connections on the same kind of machine and window.
PEERS = ("Excalidraw", "draw.io", "tldraw")
OF_PEERS = {"start": (1.0, 2.2, 1.2), "load": (0.4, 9, 41), "memory": (495, 700, 930),
            "pan 1": (58, 31, 6), "pan all": (25, 31, 3), "drag 1": (55, 9, 7), "drag all": (8, 7, 4),
            "freeze": (3.8, 14, 0.7)}


def columns_of(count):
    """Of a grid of so many boxes that has about the shape of the window."""
    return max(2, round(math.sqrt(count * 1.6 * 140 / 260)))


def grid(count):
    """A design of so many labelled boxes in a grid, one connector for each."""
    columns = columns_of(count)
    components, connections = [], []
    for i in range(count):
        row, column = divmod(i, columns)
        components.append({"id": f"s{i}", "kind": "service", "name": f"Service {i}", "at": [column * 260, row * 140],
                           "parameters": {"service_time_ms": 1}})
        start, end = i, i + 1 if column < columns - 1 else i + columns  # along the row, at its end down
        if end >= count:
            start, end = 0, i
        connections.append({"id": f"c{i}", "from": f"s{start}", "to": f"s{end}", "mode": "async", "label": f"call {i}"})
    return {"format": "catenary-design", "version": 1, "title": f"{count:,} components", "components": components,
            "connections": connections}


class Studio:
    """The program under test: one command a line, one answer a line."""

    def __init__(self, program, file):
        self.process = subprocess.Popen([program, "--size", WINDOW, "--bench-canvas", file], text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def answer(self, expected):
        line = self.process.stdout.readline()
        if not line.startswith(expected + " ") and line.strip() != expected:
            self.process.kill()
            sys.exit(f"the studio should have answered `{expected} …` and said: {line.strip() or 'nothing'}")
        return line.split()[1:]

    def ask(self, command, expected):
        self.process.stdin.write(command + "\n")
        return self.answer(expected)

    def quit(self):
        self.process.stdin.write("quit\n")
        if self.process.wait(timeout=30) != 0:
            sys.exit(f"the studio ended with {self.process.returncode}")


def play(steps):
    """Sends events of the X server: each step is an xdotool command, one every 1/RATE s."""
    script = "".join(f"{step}\nsleep {1 / RATE:.5f}\n" for step in steps)
    done = subprocess.run(["xdotool", "-"], input=script, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"xdotool failed: {done.stderr}")


def circle(x, y, radius):
    steps = RATE * SECONDS
    for i in range(1, steps + 1):
        angle = 2 * math.pi * i / RATE
        yield f"mousemove {x + radius * (math.cos(angle) - 1):.0f} {y + radius * math.sin(angle):.0f}"


class Frames:
    def __init__(self, words, what):
        self.count, self.seconds, self.inputs, self.pictures = int(words[0]), float(words[1]), int(words[2]), int(words[3])
        self.times = [float(word) for word in words[4:]]
        if self.inputs == 0:
            sys.exit(f"{what}: no input event arrived at the window")
        if len(self.times) < 2:
            sys.exit(f"{what}: no frames were presented while input arrived")

    @property
    def rate(self):
        return 1000 / statistics.median(self.times)

    @property
    def p95(self):
        return self.times[len(self.times) * 95 // 100]

    @property
    def worst(self):
        return self.times[-1]


def check_drawn(studio, what):
    colours = int(studio.ask("look", "colours")[0])
    if colours < LEAST_COLOURS:
        sys.exit(f"{what}: the canvas shows {colours} colours: nothing was drawn")


def gesture(studio, what, button, steps, start):
    play([f"mousemove {start[0]} {start[1]}"])
    studio.ask("begin", "begun")
    if button:
        play([f"mousedown {button}"])
    play(steps)
    frames = Frames(studio.ask("end", "frames"), what)
    if button:
        play([f"mouseup {button}"])
    check_drawn(studio, what)
    return frames


def measure(program, count):
    """All rows of one design, by name."""
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "grid.catenary"
        file.write_text(json.dumps(grid(count)))
        studio = Studio(program, file)
        rows["load"], rows["connections"] = (float(word) / 1000 for word in studio.answer("loaded"))
        for view in ("1", "all"):
            studio.ask(f"view {view}", "settled")
            check_drawn(studio, f"{count} components")
            middle = [int(word) for word in studio.ask("place", "at")]
            rows[f"pan {view}"] = gesture(studio, "pan", 2, circle(*middle, 150), middle)
            studio.ask(f"view {view}", "settled")
            columns = columns_of(count)
            middle_card = count // columns // 2 * columns + columns // 2
            card = [int(word) for word in studio.ask(f"place s{middle_card}", "at")]
            rows[f"drag {view}"] = gesture(studio, "drag", 1, circle(*card, 60), card)
        studio.ask("view 1", "settled")
        middle = [int(word) for word in studio.ask("place", "at")]
        turns = [f"click --delay 0 {5 if i // 12 % 2 == 0 else 4}" for i in range(RATE * SECONDS)]
        rows["wheel"] = gesture(studio, "wheel zoom", None, turns, middle)
        rows["memory"] = float(studio.ask("memory", "pss")[0])
        studio.quit()
    return rows


def starts(program):
    times = []
    for _ in range(STARTS + 1):  # the first brings the program into the page cache
        text = subprocess.run([program, "--bench-start"], capture_output=True, text=True, check=True).stdout
        match = re.search(r"first frame: ([0-9.]+) ms", text)
        if not match:
            sys.exit(f"expected the time to the first frame in:\n{text}")
        times.append(float(match[1]) / 1000)
    return statistics.median(times[1:])


def row(what, ours, peers="", unit="", larger=True):
    """One line: ours for each design, the peers' for the largest, how many times better than the best of them."""
    line = f"{what:<34}" + "".join(f"{value:>12}" for value in ours) + f" {unit:<9}"
    if peers:
        best = max(peers) if larger else min(peers)
        value = float(ours[-1])
        ratio = value / best if larger else best / value
        line += " / ".join(f"{peer:g}" for peer in peers) + f"   ×{ratio:.1f}"
    print(line, flush=True)


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: canvas.py BIN [COUNT…]")
    program = pathlib.Path(sys.argv[1]) / "catenary"
    counts = [int(word) for word in sys.argv[2:]] or COUNTS
    all_rows = [measure(program, count) for count in counts]
    compared = counts[-1] == COUNTS[-1]
    peers = OF_PEERS if compared else {}

    print(f"Window {WINDOW}, {RATE} input events a second for {SECONDS} s; frames that were presented."
          + (f" At the right {', '.join(PEERS)} with {COUNTS[-1]:,}, and how many times better than the best of them." if compared else ""))
    row("components and connections", [f"{count:,}" for count in counts])
    for name, what in (("pan 1", "pan at 100 %"), ("pan all", "pan, all in view"), ("drag 1", "drag at 100 %"),
                       ("drag all", "drag, all in view"), ("wheel", "wheel zoom")):
        of = [rows[name] for rows in all_rows]
        row(what, [f"{frames.rate:.0f}" for frames in of], peers.get(name, ()), "frames/s")
        row("  95 % of frames within", [f"{frames.p95:.1f}" for frames in of], unit="ms")
        row("  worst", [f"{frames.worst:.0f}" for frames in of],
            [1000 * s for s in peers["freeze"]] if name == "wheel" and peers else (), "ms", larger=False)
        if name.startswith("drag"):
            row("  pictures of the change", [f"{frames.pictures / frames.seconds:.0f}" for frames in of], unit="a second")
    row("load: first complete frame", [f"{rows['load']:.2f}" for rows in all_rows], peers.get("load", ()), "s", False)
    row("load: all connections", [f"{rows['connections']:.2f}" for rows in all_rows], unit="s")
    row("memory", [f"{rows['memory']:.0f}" for rows in all_rows], peers.get("memory", ()), "MiB PSS", False)
    row("start to first frame", [f"{starts(program):.2f}"], OF_PEERS["start"], "s", False)


if __name__ == "__main__":
    main()
