"""What the columns of a table hold over all rows: types, gaps, ranges, kinds of texts, what lists have in them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from .plain import plain

MOST_CATEGORIES = 60


def column_facts(
    values: Sequence[Any], rows: Sequence[dict[str, Any]] = (), name: str = ""
) -> dict[str, Any]:
    """Types, gaps, range and categories of a column over all its values."""
    there = [each for each in map(plain, values) if each is not None]
    facts: dict[str, Any] = {
        "types": sorted({type(each).__name__ for each in there}),
        "nulls": len(values) - len(there),
        "nans": sum(isinstance(each, float) and math.isnan(each) for each in values),
        "absent": sum(name not in row for row in rows) if rows else 0,
    }
    numbers = [each for each in there if isinstance(each, (int, float)) and type(each) is not bool]
    if numbers and len(numbers) == len(there):
        finite = [each for each in numbers if math.isfinite(each)]
        facts["low"], facts["high"] = (min(finite), max(finite)) if finite else (None, None)
    texts = {each for each in there if isinstance(each, str)}
    if texts and len(texts) <= MOST_CATEGORIES:
        facts["categories"] = sorted(texts)
    return facts


def with_items(table: dict[str, Any], lists: Iterable[str]) -> dict[str, Any]:
    """The table, which tells of lists that are one value what is in them."""
    for column in table["columns"]:
        if column["name"] in lists:
            column["items"] = sorted(
                {_kind(i) for row in table["rows"] for i in row[column["name"]]}
            )
    return table


def _kind(item: Any) -> str:
    """The type of an item; of a list with the types in it, `list[float|int]`."""
    if not isinstance(item, list):
        return type(item).__name__
    return f"list[{'|'.join(sorted({_kind(each) for each in item}))}]"
