"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import Weight


def use() -> Any:
    """Use (notebook cell 4)."""
    w = Weight(2) + Weight(3)
    print(w.text())
    print([Weight(n).text() for n in (1, 2)])
    return w
