"""demo: the stages in order."""

from dataclasses import dataclass

from demo.compare import compare
from demo.draw import draw
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: draw, compare."""
    with stage("draw", cells=(3,)):
        small = draw()
    with stage("compare", cells=(4,)):
        compare(small)
    return Results()
