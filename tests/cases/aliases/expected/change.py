"""Change (cell 4 of the notebook)."""

from typing import Any


def change(b: Any, c: dict[Any, Any]) -> None:
    """Change (notebook cell 4)."""
    b.append(2)
    c["a"].append(3)
