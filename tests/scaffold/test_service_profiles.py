"""What training tells of its rows and answers."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any


def test_rows_without_an_answer_are_left_out_of_the_profile(runtime: Path) -> None:
    """A notebook may have left them out before it trained: by a filter, which serving has not."""
    profiles = importlib.import_module("churn.profiles")
    calls = []

    def answers(name: str, rows: list[dict[str, Any]]) -> list[float]:
        calls.append(len(rows))
        return [1 / row["x"] for row in rows]

    rows = [{"x": n} for n in range(-3, 30)]
    assert profiles.answered("predict", rows, answers) == [1 / n for n in range(-3, 30) if n]
    assert len(calls) < 15
