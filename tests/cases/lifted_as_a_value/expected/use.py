"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import applied
from demo.shared import shifted


def use() -> tuple[list[Any], Any, dict[Any, Any], dict[Any, Any], list[Any], Any]:
    """Use (notebook cell 4)."""
    a = list(map(shifted, [1, 2]))
    b = applied(shifted, [3])
    table = {"shift": shifted, "same": lambda x: x}
    c = {name: f(1) for name, f in table.items()}
    d = sorted([3, 1, 2], key=shifted, reverse=True)
    g = shifted
    print(a, b, c, d, g(5))
    return a, b, table, c, d, g
