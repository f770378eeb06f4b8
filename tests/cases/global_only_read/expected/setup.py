"""Setup (cells 1-3 of the notebook)."""

from typing import Any

from demo import shared
from demo.shared import bump, outer


def summarise(name, values, *, summary):
    # what was seen so far
    summary[name] = sum(values) / len(values)
    return summary[name]


def setup() -> tuple[dict[Any, Any], list[Any]]:
    """Setup (notebook cells 1-3)."""
    summary = {}
    shared.summary = summary
    log = []
    shared.log = log
    shared.count = 0
    print(summarise("a", [1, 2, 3], summary=summary))
    bump()
    print(summary, shared.count, log)
    print(outer())
    pass
    summary = {"new": 0}
    shared.summary = summary
    print(summarise("b", [5], summary=summary), summary)
    return summary, log
