"""Draw: the stages in order."""

from dataclasses import dataclass

from demo.again import again
from demo.draw import draw
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: draw, again."""
    with stage("draw", cells=(2, 3, 4)):
        ax = draw()
    with stage("again", cells=(6,)):
        again(ax)
    return Results()
