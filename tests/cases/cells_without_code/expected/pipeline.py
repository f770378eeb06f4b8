"""One: the stages in order."""

from dataclasses import dataclass

from demo.one import one
from demo.parameters import Parameters
from demo.progress import stage
from demo.two import two


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: one, two."""
    with stage("one", cells=(5,)):
        x = one()
    with stage("two", cells=(12,)):
        two(x)
    return Results()
