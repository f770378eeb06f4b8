"""What the command line tests share: the command in a process of its own, and small notebooks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def nbship(tmp_path: Path) -> Callable[..., Ended]:
    """Runs `nbship` in the test's own folder, with its own home."""

    def run(*arguments: object, stdin: str = "", **environment: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "converter", *map(str, arguments)],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTHONIOENCODING": "utf-8",
                "XDG_STATE_HOME": str(tmp_path / ".state"),
                "NBSHIP_STORE": str(tmp_path / ".state" / "runs.db"),
                **environment,
            },
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """Writes a notebook of code cells; a cell is its source, or a dictionary of fields."""

    def write(*cells: str | dict[str, object], name: str = "nb.ipynb", **metadata: object) -> Path:
        content = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"},
                **metadata,
            },
            "cells": [_cell(number, cell) for number, cell in enumerate(cells)],
        }
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


def _cell(number: int, given: str | dict[str, object]) -> dict[str, object]:
    fields = {"source": given} if isinstance(given, str) else given
    code = {"execution_count": None, "outputs": []} if "cell_type" not in fields else {}
    return {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, **code, **fields}
