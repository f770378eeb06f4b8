"""Tables of rows of any library as plain lists."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any


def listed(value: Any) -> Any:
    """The rows of a matrix, frame or list as lists, a column as its values; else `value` itself."""
    if hasattr(value, "num_col") and hasattr(value, "get_data"):  # XGBoost's DMatrix
        return _filled(value.get_data())
    if hasattr(value, "num_col") and hasattr(value, "get_features"):  # CatBoost's Pool
        with contextlib.suppress(Exception):  # it does not tell categories
            return value.get_features()
    if hasattr(value, "toarray"):
        value = value.toarray()
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    return value.tolist() if hasattr(value, "tolist") else value


def held_in_cells(
    rows: Sequence[dict[str, Any]], names: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """(column, class) where cells hold arrays, Series or frames."""
    for name in names:
        for kind in {type(row.get(name)) for row in rows}:
            many = hasattr(kind, "__len__") and not issubclass(kind, (str, bytes))
            if many and kind.__module__.partition(".")[0] in ("numpy", "pandas"):
                yield name, kind.__name__


def _filled(sparse: Any) -> list[list[Any]]:
    """The rows of a sparse matrix, with None where it has nothing: there a value is missing."""
    rows: list[list[Any]] = []
    for i in range(sparse.shape[0]):
        row: list[Any] = [None] * sparse.shape[1]
        for at in range(sparse.indptr[i], sparse.indptr[i + 1]):
            row[sparse.indices[at]] = sparse.data[at].item()
        rows.append(row)
    return rows
