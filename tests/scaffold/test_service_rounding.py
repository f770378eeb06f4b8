"""Answers in single precision: what is calculated together differs in last digits, and is the same answer."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from converter.model.proof import Tolerance
from converter.observe.service import Command
from converter.proving_service import rounded

pytest.importorskip("numpy")


@pytest.mark.parametrize(("noise", "rounding", "same"), [(1e-7, 0.0, False), (1e-7, 1e-5, True), (1e-3, 1e-5, False)])
def test_rows_together_are_answered_as_alone_but_for_rounding(
    runtime: Path, noise: float, rounding: float, same: bool
) -> None:
    examples = importlib.import_module("churn.examples")
    endpoint = next(iter(examples.recorded()))

    def answers(_: str, rows: list[dict[str, Any]]) -> list[float]:
        return [0.5 + noise * len(rows)] * len(rows)

    assert examples.is_independent(endpoint, answers, rounding) is same


def test_a_proof_allows_what_the_artifacts_say_is_rounding(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "current").write_text("one\n")
    tolerance = Tolerance()
    for bound, expected in ((0.0, tolerance), (1e-5, Tolerance(1e-5, 1e-5))):
        (tmp_path / "one/manifest.json").write_text(json.dumps({"bound": bound}))
        assert rounded(tolerance, tmp_path) == expected


def test_a_proof_trains_with_the_notebooks_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "3")
    command = Command("python", "churn", tmp_path, tmp_path, {"A": "b"}, threads=2)
    found = command.variables()
    assert (found["OMP_NUM_THREADS"], found["MKL_NUM_THREADS"], found["A"]) == ("2", "3", "b")
