# %% [markdown]
# ## Define

# %%
import pickle
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


# %% [markdown]
# ## Use

# %%
pair = Pair(Point(1, 2))
again = pickle.loads(pickle.dumps(pair))
print(again == pair, again.colour is Colour.RED, sorted([Point(2), Point(1)]))
try:
    raise Odd(3)
except Odd as error:
    print(type(error).__name__, error)
