"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.prepare import outermost


def use(base: Any) -> list[Any]:
    """Use (notebook cell 4)."""
    results = [outermost(i, base=base) for i in range(3)]
    print(results)
    return results
