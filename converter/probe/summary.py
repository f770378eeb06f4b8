"""What a value is, for people and for annotations: type, shape, columns, ranges, categories."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from .context import Context
from .objects import module_of

MOST_COLUMNS = 100
MOST_CATEGORIES = 20
LOOKED_AT = 100_000


def summary_of(value: Any, context: Context) -> dict[str, Any]:
    """A small dictionary; `type` is where the class can be imported from."""
    kind = type(value)
    found: dict[str, Any] = {"type": public_name(kind, context)}
    try:
        found.update(_details(value, kind, context))
    except Exception as error:  # strangers' objects may raise anything when looked at
        found["unreadable"] = type(error).__name__
    return found


def public_name(kind: type, context: Context) -> str:
    """`pandas.DataFrame`, not `pandas.core.frame.DataFrame`: the shortest path that leads to it."""
    module, name = module_of(kind), str(type.__dict__["__qualname__"].__get__(kind))
    if module == "builtins" or context.is_own(module):
        return name
    parts = module.split(".")
    for count in range(1, len(parts) + 1):
        shorter = ".".join(parts[:count])
        loaded = sys.modules.get(shorter)
        if loaded is not None and vars(loaded).get(name) is kind:
            return f"{shorter}.{name}"
    return f"{module}.{name}"


def _details(value: Any, kind: type, context: Context) -> dict[str, Any]:
    if kind in (bool, int, float):
        return {"value": value if abs(value) < 1e300 else str(value)}
    if kind is str:
        return {"length": len(value)}
    if kind in (list, tuple, set, frozenset):
        return {"length": len(value), "of": _common(list(value)[:1000], context)}
    if kind is dict:
        keys, values = list(value)[:1000], list(value.values())[:1000]
        return {"length": len(value), "of": [_common(keys, context), _common(values, context)]}
    pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
    if pandas is not None and hasattr(pandas, "DataFrame"):
        if issubclass(kind, pandas.DataFrame):
            return _frame(value, context)
        if issubclass(kind, (pandas.Series, pandas.Index)):
            return {"shape": list(value.shape), "dtype": str(value.dtype), **_range(value, pandas)}
    if numpy is not None and hasattr(numpy, "ndarray") and issubclass(kind, numpy.ndarray):
        return {"shape": list(value.shape), "dtype": str(value.dtype), **_array_range(value, numpy)}
    polars = sys.modules.get("polars")
    if polars is not None and hasattr(polars, "DataFrame") and issubclass(kind, polars.DataFrame):
        names = [{"name": n, "dtype": str(d)} for n, d in value.schema.items()]
        return {"shape": list(value.shape), "columns": names[:MOST_COLUMNS]}
    return {}


def _common(values: list[Any], context: Context) -> str:
    kinds = {public_name(type(value), context) for value in values}
    return kinds.pop() if len(kinds) == 1 else ""


def _frame(value: Any, context: Context) -> dict[str, Any]:
    pandas = sys.modules["pandas"]
    shown = [
        {"name": context.text(str(label)), **_column(value.iloc[:, place], pandas, context)}
        for place, label in enumerate(value.columns[:MOST_COLUMNS])
    ]
    return {"shape": list(value.shape), "columns": shown}


def _column(series: Any, pandas: Any, context: Context) -> dict[str, Any]:
    return {
        "dtype": str(series.dtype),
        "nulls": int(series.isna().sum()),
        **_range(series, pandas),
        **_categories(series, pandas, context),
    }


def _range(series: Any, pandas: Any) -> dict[str, Any]:
    kind = getattr(series.dtype, "kind", "O")
    if kind in "iuf" and len(series) and not series.isna().all():
        low, high = series.min(), series.max()
        return {
            "min": low.item() if hasattr(low, "item") else low,
            "max": high.item() if hasattr(high, "item") else high,
        }
    if kind in "mM" and len(series) and not series.isna().all():
        return {"min": str(series.min()), "max": str(series.max())}
    return {}


def _categories(series: Any, pandas: Any, context: Context) -> dict[str, Any]:
    if str(series.dtype) == "category":
        values = [str(each) for each in series.cat.categories[: MOST_CATEGORIES + 1]]
    elif getattr(series.dtype, "kind", "O") == "O" or "str" in str(series.dtype):
        seen = Counter(each for each in series.iloc[:LOOKED_AT].tolist() if type(each) is str)
        values = sorted(seen)[: MOST_CATEGORIES + 1]
    else:
        return {}
    if not values or len(values) > MOST_CATEGORIES or sum(map(len, values)) > 1000:
        return {}
    return {"categories": [context.text(each) for each in values]}


def _array_range(value: Any, numpy: Any) -> dict[str, Any]:
    if value.dtype.kind not in "iuf" or not value.size:
        return {}
    nulls = int(numpy.isnan(value).sum()) if value.dtype.kind == "f" else 0
    if nulls == value.size:
        return {"nulls": nulls}
    good = value[~numpy.isnan(value)] if nulls else value
    return {"nulls": nulls, "min": good.min().item(), "max": good.max().item()}
