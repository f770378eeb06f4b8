"""Uploads that this installation cannot read."""

from __future__ import annotations

import importlib
import sys
from io import BytesIO
from pathlib import Path

import pytest


def test_parquet_without_pyarrow_is_refused_with_the_reason(
    runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = importlib.import_module("churn.serving.uploads")
    rows = importlib.import_module("churn.serving.rows")
    problems = importlib.import_module("churn.serving.problems")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    reader = rows.readers(any_field=False)["predict"]
    pieces = uploads.pieces(BytesIO(b"PAR1"), "application/vnd.apache.parquet", reader, 10)
    with pytest.raises(problems.Problem, match="pyarrow") as caught:
        next(pieces)
    assert caught.value.status_code == 415
