"""A project against the recorded notebook: run once, then compared with what was kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .compare import Comparison
from .store import Arrays
from .text import differing_lines, placed_lines
from .trees import is_excused

VERSION = 1
FILE = "reference.json"
MOST = 10
SECONDS = 3600
LOAD = """
import importlib, importlib.util, sys
folder, settings = sys.argv[1:]
place = importlib.util.spec_from_file_location(
    "_portraits", folder + "/__init__.py", submodule_search_locations=[folder])
module = importlib.util.module_from_spec(place)
sys.modules["_portraits"] = module
place.loader.exec_module(module)
sys.exit(importlib.import_module("_portraits.project").main(settings))
"""


class Outcome:
    """One run of the project: what it did, beside what the notebook did."""

    def __init__(self, reference: Path, run: Path) -> None:
        self.reference = json.loads((reference / FILE).read_text(encoding="utf-8"))
        if self.reference.get("version") != VERSION:
            raise ValueError("a reference of another version: convert the notebook again")
        events = (run / "events.jsonl").read_text(encoding="utf-8").splitlines()
        self.events = [json.loads(line) for line in events]
        self.stdout = (run / "stdout.txt").read_bytes()
        self.arrays = Arrays(reference / "values"), Arrays(run / "values")
        unstable = self.reference["unstable"]
        self.unstable = {(point, path) for point, path in unstable["values"]}
        self.lines = set(unstable["lines"])

    def error(self) -> str:
        """What ended the run early, or ""; `sys.exit()` and `sys.exit(0)` are good ends."""
        for each in self.events:
            if each["e"] == "error":
                found = each["error"]
                if found["type"] == "SystemExit" and found["message"] in ("", "0", "None"):
                    continue
                place = f" (notebook cell {found['cell']}, line {found['line']})"
                return f"{found['type']}: {found['message']}{place if found['cell'] else ''}"
        return ""

    def values(self, point: str) -> list[str]:
        """What differs at the end of a stage, or among the `results`."""
        known = [each for each in self.reference["points"] if each["name"] == point]
        found = [e for e in self.events if e["e"] == "point" and e["name"] == point]
        if not known:
            return [f"{point} ended, which the notebook did not come to"] if found else []
        wanted = known[0]
        if not found:
            return [f"{point} did not end: {self.error() or 'it was not reached'}"]
        tolerance = self.reference["tolerance"]
        package = self.reference["harness"]["package"]
        comparison = Comparison(*self.arrays, package=package, **tolerance)
        lines = []
        for name in sorted(wanted["nodes"]):
            if (point, name) in self.unstable:
                continue
            if name not in found[0]["values"]:
                lines.append(f"{name}: missing")
                continue
            comparison.differences.clear()
            comparison.compare(name, wanted["nodes"][name], found[0]["values"][name])
            lines += [
                f"{each.path}: {each.left} in the notebook, {each.right} here ({each.why})"
                for each in comparison.differences
                if not is_excused(point, each.path, self.unstable)
            ]
        return lines[:MOST]

    def text(self) -> list[str]:
        """What is printed otherwise."""
        package = self.reference["harness"]["package"]
        text = self.stdout.decode("utf-8", "replace")
        for folder in self.reference["harness"].get("folders", ()):
            text = text.replace(folder, "<folder>")
        printed = [line for _, line in placed_lines([(None, text)], package)]
        found = differing_lines(self.reference["lines"], printed, self.lines)
        shown = []
        for each in found[:MOST]:
            shown += [f"- {line}" for line in each.left[:MOST]]
            shown += [f"+ {line}" for line in each.right[:MOST]]
        return shown

    def figures(self) -> Mapping[str, int]:
        """How many figures each stage showed."""
        counts: dict[str, int] = {}
        for each in self.events:
            if each["e"] == "figure":
                counts[str(each["at"])] = counts.get(str(each["at"]), 0) + 1
        return counts


def outcome_of(reference: Path, source: Path, workdir: Path, scratch: Path) -> Outcome:
    """The project whose packages lie in `source`, run in `workdir` in a process of its own."""
    document = json.loads((reference / FILE).read_text(encoding="utf-8"))
    harness = document["harness"]
    settings = scratch / "settings.json"
    content: dict[str, Any] = {
        **harness,
        "folder": str(scratch),
        "root": str(workdir),
        "folders": [str(workdir), os.path.realpath(str(workdir))],
        "source": str(source),
        "stdout": str(scratch / "stdout.txt"),
    }
    settings.write_text(json.dumps(content), encoding="utf-8")
    path = os.pathsep.join([str(source), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    kept = {name: text for name, text in os.environ.items() if name != "MPLBACKEND"}
    folder = str(Path(__file__).resolve().parent)
    with (scratch / "stdout.txt").open("wb") as out, (scratch / "stderr.txt").open("wb") as err:
        subprocess.run(
            [sys.executable, "-c", LOAD, folder, str(settings)],
            cwd=str(workdir),
            env={
                **document["environment"],
                **kept,
                "PYTHONPATH": path,
                "PYTHONHASHSEED": "0",
                "COLUMNS": "80",
                "LINES": "24",
            },
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            timeout=SECONDS,
            check=False,
        )
    found = Outcome(reference, scratch)
    found.reference["harness"]["folders"] = content["folders"]
    return found
