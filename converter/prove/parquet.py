"""The door to pyarrow: two parquet files of other bytes, by what they hold. It is optional."""

from __future__ import annotations

import importlib
import io
import math
from collections.abc import Sequence
from typing import Any

from converter.model.proof import Tolerance


def differing_tables(first: bytes, second: bytes, tolerance: Tolerance, package: str) -> str:
    """Why two parquet files do not hold the same table, or ""."""
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        return "other bytes (pyarrow, which would look into them, is not installed beside nbship)"
    try:
        left, right = (parquet.read_table(io.BytesIO(each)) for each in (first, second))
    except (OSError, ValueError) as exc:  # pyarrow's errors are of these
        return f"other bytes ({type(exc).__name__})"
    if left.schema.names != right.schema.names or left.schema.types != right.schema.types:
        return "other columns"
    if left.num_rows != right.num_rows:
        return f"{left.num_rows} rows, not {right.num_rows}"
    for name, column, other in zip(left.schema.names, left.columns, right.columns, strict=True):
        if not column.equals(other):
            row = _first_apart(column.to_pylist(), other.to_pylist(), tolerance)
            if row is not None:
                return f"column {name!r}, row {row + 1} is another value"
    return ""


def _first_apart(left: Sequence[Any], right: Sequence[Any], tolerance: Tolerance) -> int | None:
    for i, value in enumerate(left):
        other = right[i]
        if isinstance(value, float) and isinstance(other, float):
            both = math.isnan(value) and math.isnan(other)
            if both or math.isclose(value, other, rel_tol=tolerance.rtol, abs_tol=tolerance.atol):
                continue
        if value != other:
            return i
    return None
