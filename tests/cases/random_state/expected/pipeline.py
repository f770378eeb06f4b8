"""Seed: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.again import again
from demo.draw import draw
from demo.parameters import Parameters
from demo.progress import stage
from demo.seed import seed


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    order: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: seed, draw, again."""
    with stage("seed", cells=(2,)):
        first = seed()
    with stage("draw", cells=(4,)):
        draw()
    with stage("again", cells=(6,)):
        order = again(first)
    return Results(order=order)
