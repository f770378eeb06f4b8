"""Define (cell 2 of the notebook)."""

from typing import Any


def note(x, *, seen):
    seen.append(x)
    return len(seen)


def define() -> list[Any]:
    """Define (notebook cell 2)."""
    seen = []
    print(note("a", seen=seen))
    return seen
