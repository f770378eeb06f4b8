"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import plus


def use(bonus: int) -> tuple[dict[Any, Any], Any]:
    """Use (notebook cell 4)."""
    squares = {
        plus(x, bonus=bonus): [
            plus(y, bonus=bonus) for y in range(x) if plus(y, bonus=bonus) > 4
        ]
        for x in range(3)
    }
    later = lambda x, y=plus(1, bonus=bonus): plus(x, bonus=bonus) + y
    lazy = (plus(x, bonus=bonus) for x in range(3))
    print(squares, later(2), sum(lazy), f"{plus(1, bonus=bonus)!r:>4}")
    return squares, lazy
