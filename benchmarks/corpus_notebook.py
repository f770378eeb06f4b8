"""What a bench notebook prints and computes: run twice once, then read from the record."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from corpus_compare import differing_values, text_of
from corpus_files import Bench, Item, fresh_copy

HERE = Path(__file__).resolve().parent


def environment(bench: Bench) -> dict[str, str]:
    """The variables under which notebooks and jobs run: no display, no caller's settings."""
    kept = {"HOME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE"}
    inherited = {name: value for name, value in os.environ.items() if name in kept}
    return inherited | {
        "PATH": f"{bench.python.parent}{os.pathsep}{os.environ['PATH']}",
        "MPLBACKEND": "Agg",
        "PYTHONHASHSEED": "0",
        "COLUMNS": "80",
        "LINES": "24",
        "CORPUS_BENCHMARKS": str(HERE),
    }


def run_of(item: Item, bench: Bench, turn: int) -> dict[str, Any]:
    """One run of the notebook in a copy of its folder."""
    folder = fresh_copy(item.file.parent, bench.work / item.slug / f"notebook-{turn}")
    target = bench.work / item.slug / f"notebook-{turn}.json"
    command = [bench.python, HERE / "corpus_record.py", item.file, folder, target]
    try:
        done = subprocess.run(
            command, env=environment(bench), timeout=bench.timeout, capture_output=True, text=True
        )
    except subprocess.TimeoutExpired:
        return {"status": f"no answer in {bench.timeout} s", "outputs": [], "values": {}}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if done.returncode:
        return {"status": done.stderr.strip()[-300:], "outputs": [], "values": {}}
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


def record_of(item: Item, bench: Bench) -> dict[str, Any]:
    """The notebook's record, with `unstable`: what two runs did not agree on."""
    kept = bench.records / f"{item.slug}.json"
    if kept.exists():
        known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return known
    first = run_of(item, bench, 1)
    if first["status"] == "ok":
        second = run_of(item, bench, 2)
        first["unstable"] = differing_values(first["values"], second["values"])
        first["stable_text"] = text_of(first) == text_of(second)
    bench.records.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(first), encoding="utf-8")
    return first
