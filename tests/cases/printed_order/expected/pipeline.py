"""One: the stages in order."""

from dataclasses import dataclass

from demo.one import one
from demo.parameters import Parameters
from demo.progress import stage
from demo.three import three
from demo.two import two


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: one, two, three."""
    with stage("one", cells=(2,)):
        a = one()
    with stage("two", cells=(4, 5)):
        b = two(a)
    with stage("three", cells=(7,)):
        three(a, b)
    return Results()
