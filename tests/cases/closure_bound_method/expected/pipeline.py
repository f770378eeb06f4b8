"""Make: the stages in order."""

from dataclasses import dataclass

from demo.make import make
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: make."""
    with stage("make", cells=(2, 4)):
        make()
    return Results()
