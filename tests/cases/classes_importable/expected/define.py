"""Colour, Point, Pair, Odd of the notebook."""

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple


class Colour(Enum):
    RED = 1
    BLUE = 2


@dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)


class Pair(NamedTuple):
    left: Point
    colour: Colour = Colour.RED


class Odd(Exception):
    """Not even."""
