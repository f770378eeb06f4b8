"""What training tells of its rows and answers."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest


def test_rows_without_an_answer_are_left_out_of_the_profile(runtime: Path) -> None:
    """A notebook may have left them out before it trained: by a filter, which serving has not."""
    profiles = importlib.import_module("churn.profiles")
    calls = []

    def answers(name: str, rows: list[dict[str, Any]]) -> list[float]:
        calls.append(len(rows))
        return [1 / row["x"] for row in rows]

    rows = [{"x": n} for n in range(-3, 30)]
    found = profiles.answered("predict", rows, answers)
    assert sorted(found) == sorted(1 / n for n in range(-3, 30) if n)
    assert len(calls) < 20


def test_slow_answers_do_not_keep_training_waiting(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of them, taken from everywhere in the data, tells the distribution as well."""
    profiles = importlib.import_module("churn.profiles")
    monkeypatch.setattr(profiles, "PATIENCE", 0.0)

    def answers(name: str, rows: list[dict[str, Any]]) -> list[float]:
        return [row["x"] for row in rows]

    found = profiles.answered("predict", [{"x": n} for n in range(100)], answers)
    assert found == list(range(0, 100, 10))
