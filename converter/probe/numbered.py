"""Portraits of objects that are named after their class and a number: how many came before them.

A notebook makes more of them than its project, which shows nothing.
"""

from __future__ import annotations

import re
from typing import Any

from .containers import content_of
from .objects import state_of

PRIVATE = "_param__private"


def _parameterized(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    """An object of param by the values of its parameters and its attributes, its number left out."""
    if not issubclass(kind, module.Parameterized):
        return None
    state = state_of(value, kind) or {}
    private = state.pop(PRIVATE, None)
    state = {**getattr(private, "values", {}), **state}
    found = {
        "k": "object",
        "t": painter.context.type_name(kind),
        "s": {
            key: painter.node(_without_number(state[key], kind), depth + 1) for key in sorted(state)
        },
    }
    base = content_of(value, painter, depth)
    return found if base is None else {**found, "b": base}


def _without_number(value: Any, kind: type) -> Any:
    """`Curve…` for the name that param gave an object of the class `Curve`."""
    if isinstance(value, str) and re.fullmatch(re.escape(kind.__name__) + r"\d{5,}", value):
        return f"{kind.__name__}…"
    return value


NUMBERED: tuple[tuple[str, tuple[Any, ...]], ...] = (("param", (_parameterized,)),)
