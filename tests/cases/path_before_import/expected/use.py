"""Use (cell 5 of the notebook)."""

from typing import Any


def use() -> Any:
    """Use (notebook cell 5)."""
    import inside
    from beside import greeting

    again = greeting("again")
    print(again, inside.DEPTH + 1)
    return again
