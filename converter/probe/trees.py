"""Ways through a portrait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

ELEMENT = re.compile(r"\[\d+\]")


def numbered(node: Any) -> Iterator[tuple[int, Any]]:
    """The parts of a tree that references may point to."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "i" in part and part.get("k") != "ref":
                yield part["i"], part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def column_label(columns: Any, place: int) -> str:
    """The name of a column, as far as the portrait of the columns tells it."""
    inner = columns.get("v") if isinstance(columns, dict) else None
    labels = inner.get("v") if isinstance(inner, dict) else inner
    if isinstance(labels, list) and place < len(labels) and isinstance(labels[place], str):
        return repr(labels[place])
    return str(place)


def has_fractions(node: Any) -> bool:
    """True when a number with a fraction is among the parts: such may differ in the last digits."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, float):
            return True
        if isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return False


def general(path: str) -> str:
    """A path for all elements of a list: what varies in one of them may vary in each."""
    return ELEMENT.sub("[*]", path)


def private(path: str) -> str:
    """The attribute that a path ends in, where it is a private one (`_tmp` of `model._tmp[3]`), or ""."""
    last = path.rpartition(".")[2].partition("[")[0]
    return last if last.startswith("_") and "." in path else ""


def is_excused(point: str, path: str, unstable: AbstractSet[tuple[str, str]]) -> bool:
    """True for what the notebook itself does not repeat.

    A private attribute that varies in one object (scratch memory, a time) counts in none.
    """
    hidden = private(path)
    return (point, general(path)) in unstable or bool(hidden) and ("", hidden) in unstable
