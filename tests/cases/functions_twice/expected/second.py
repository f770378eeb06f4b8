"""Second (cell 4 of the notebook)."""

from typing import Any

from demo.first import outer


def second() -> Any:
    """Second (notebook cell 4)."""

    def scored(x):
        return x + 2

    print(scored(1), outer(1, scored=scored))
    return scored
