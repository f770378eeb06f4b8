"""Dictionaries by their keys, in any order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .containers import NUMBERED
from .words import short

ABSENT = {"k": "absent"}


def compare_mappings(comparison: Any, path: str, left: Any, right: Any) -> None:
    if left.get("n") != right.get("n") and "at" in (*left, *right):
        comparison.differs(path, left, right, f"{left.get('n')} entries, not {right.get('n')}")
        return
    if comparison.settled(path, left, right):
        return
    found = len(comparison.differences)
    one, other = _by_key(left), _by_key(right)
    if (
        one.keys() != other.keys()
        and len(one) == len(other)
        and _close_keys(comparison, one, other)
    ):
        other = dict(_renamed(one, other))
    for key, (label, value) in one.items():
        inner = f"{path}[{short(label)}]"
        if key in other:
            comparison.node(inner, value, other[key][1])
        else:
            comparison.differs(inner, value, ABSENT, "on one side only")
    for key in other:
        if key not in one:
            comparison.differs(
                f"{path}[{short(other[key][0])}]", ABSENT, other[key][1], "on one side only"
            )
    comparison.unsampled(path, left, right, found)
    if left.get("t") == "collections.OrderedDict" and list(one) != list(other):
        comparison.differs(path, left, right, "in another order")
    comparison.state(path, left, right)


def _close_keys(comparison: Any, one: dict[str, Any], other: dict[str, Any]) -> bool:
    labels = [label for label, _ in other.values()]
    return all(
        isinstance(label, float)
        and isinstance(labels[i], float)
        and comparison.close(label, labels[i])
        for i, (label, _) in enumerate(one.values())
    )


def _by_key(node: Any) -> dict[str, tuple[Any, Any]]:
    found = {}
    for label, value in node.get("v", ()):
        found[NUMBERED.sub("", json.dumps(label, sort_keys=True))] = (label, value)
    return found


def _renamed(one: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    values = list(other.values())
    for i, key in enumerate(one):
        yield key, values[i]
