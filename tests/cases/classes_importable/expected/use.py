"""Use (cell 4 of the notebook)."""

import pickle
from typing import Any

from demo.define import Colour, Odd, Pair, Point


def use() -> tuple[Any, Any]:
    """Use (notebook cell 4)."""
    pair = Pair(Point(1, 2))
    again = pickle.loads(pickle.dumps(pair))
    print(again == pair, again.colour is Colour.RED, sorted([Point(2), Point(1)]))
    try:
        raise Odd(3)
    except Odd as error:
        print(type(error).__name__, error)
    return pair, again
