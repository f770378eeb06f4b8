"""Use (cell 4 of the notebook)."""

from functools import partial, reduce
from typing import Any

from demo.shared import combined


def use() -> Any:
    """Use (notebook cell 4)."""
    first = partial(combined, 1)
    total = reduce(combined, [1, 2, 3])
    print(first(2), total, combined(b=1, a=2))
    return total
