"""Values in a form that two processes can compare: plain JSON, floats kept as floats.

Runs inside the notebook's kernel and inside the environment of the job, so it needs nothing but
the standard library and recognises numpy and pandas by what is already imported.
"""

from __future__ import annotations

import sys
from typing import Any

LIMIT = 2000
DEPTH = 4
# Scalars that a job saves as text.
WRITTEN = ("datetime", "decimal", "pathlib", "uuid", "fractions")


def comparable(value: Any, depth: int = 0) -> Any:
    """`value` as JSON; `{"kind": "object"}` where only its type and fitted state can be told."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if pandas and isinstance(value, (pandas.DataFrame, pandas.Series)):
        return _frame(_as_frame(value) if isinstance(value, pandas.Series) else value)
    if pandas and isinstance(value, pandas.Index):
        return {"kind": "array", "shape": [len(value)], "values": _sampled(value)}
    if numpy and isinstance(value, numpy.ndarray):
        plain = numpy.asarray(value)
        return {"kind": "array", "shape": list(plain.shape), "values": _sampled(plain.ravel())}
    if numpy and isinstance(value, numpy.generic):
        return _scalar(value)
    if type(value).__module__.partition(".")[0] in WRITTEN or isinstance(value, (complex, str)):
        return str(value)
    if depth >= DEPTH or hasattr(value, "__next__"):  # to look into an iterator would use it up
        return {"kind": "deep"}
    if isinstance(value, dict):
        return {str(key): comparable(part, depth + 1) for key, part in _first(value.items())}
    if isinstance(value, (list, tuple)):
        return [comparable(part, depth + 1) for part in _first(value)]
    if isinstance(value, (set, frozenset)):
        return sorted(str(part) for part in value)[:LIMIT]
    return {"kind": "object", "type": type(value).__name__, "fitted": _fitted(value, depth)}


def _first(parts: Any) -> list[Any]:
    return list(parts)[:LIMIT]


def _scalar(value: Any) -> Any:
    plain = value.item() if hasattr(value, "item") else value
    if plain is None or isinstance(plain, (bool, int, float, str)):
        return plain
    return str(value)


def _sampled(values: Any) -> list[Any]:
    step = max(1, len(values) // LIMIT)
    return [_scalar(value) for value in values[::step]]


def _as_frame(series: Any) -> Any:
    return series.to_frame("value" if series.name is None else series.name)


def _frame(frame: Any) -> dict[str, Any]:
    columns = [str(column) for column in frame.columns]
    return {
        "kind": "frame",
        "rows": len(frame),
        "columns": columns,
        "index": [str(label) for label in _sampled(frame.index)],
        "data": [_sampled(frame.iloc[:, place].to_numpy()) for place in range(len(columns[:50]))],
    }


def _fitted(value: Any, depth: int) -> dict[str, Any]:
    """Learned attributes, as scikit-learn spells them: `coef_`, `classes_`."""
    state = getattr(value, "__dict__", {})
    names = sorted(n for n in state if n.endswith("_") and not n.startswith("_"))
    return {n: comparable(state[n], depth + 1) for n in names if "time" not in n}


def dump(names: dict[str, Any], path: str) -> None:
    """Write every comparable value of a namespace to `path`."""
    import json
    import types

    kept: dict[str, Any] = {}
    for name, value in list(names.items()):
        if name.startswith("_") or name in {"In", "Out", "exit", "quit", "open", "get_ipython"}:
            continue
        if isinstance(value, (types.ModuleType, types.FunctionType, type)):
            continue
        try:
            kept[name] = json.loads(json.dumps(comparable(value), default=str))
        except Exception as exc:  # strangers' objects may raise anything when looked at
            kept[name] = {"kind": "unreadable", "why": type(exc).__name__}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(kept, file)
