"""Three (cell 7 of the notebook)."""

from typing import Any


def three(a: Any, b: Any) -> None:
    """Three (notebook cell 7)."""
    print(a, b, sep="\t", flush=True)
