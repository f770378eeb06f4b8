"""Run records for tests."""

from __future__ import annotations

from typing import Any

from converter.model.run_record import RunRecord


def a_record(identity: str = "20260101T000000Z-00000001", **more: Any) -> RunRecord:
    """A complete run; any field may be replaced."""
    known: dict[str, Any] = {
        "id": identity,
        "kind": "notebook",
        "name": "churn.ipynb",
        "status": "complete",
        "started": 1_700_000_000.0,
        **more,
    }
    return RunRecord(**known)


def full_record() -> RunRecord:
    """A run of which everything is known."""
    from converter.model.run_record import OutputFile, Reading, RunError, StepTime

    return a_record(
        status="failed",
        source="/data/churn.ipynb",
        sha256="a" * 64,
        seconds=1.5,
        parameters={
            "alpha": 0.1,
            "big": 10**30,
            "kind": "rbf",
            "flag": True,
            "none": None,
            "names": ["a", {"b": 1}],
            "odd": float("inf"),
        },
        metrics={"accuracy": 0.9, "count": 3, "lost": float("-inf")},
        steps=(StepTime("1", 0.25), StepTime("3", 0.5)),
        outputs=(OutputFile("out.ipynb", 10, "b" * 64), OutputFile("gone", None, None)),
        output="/data/out.ipynb",
        error=RunError("ValueError", "no such thing", 4, 2, "train"),
        python="3.11.7",
        packages={"numpy": "2.0", "pandas": "2.2"},
        git_commit="c" * 40,
        git_dirty=True,
        host="here",
        pid=77,
        engine="papermill",
        sweep="s1",
        point=3,
        tags=("a", "b"),
        history=(Reading("loss", 1, 0.5), Reading("loss", 2, 0.25)),
    )
