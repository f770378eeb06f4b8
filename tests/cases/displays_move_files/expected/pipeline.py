"""demo: the stages in order."""

from dataclasses import dataclass

from demo.clean import clean
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: clean."""
    with stage("clean", cells=(1, 2, 3, 4, 7)):
        clean()
    return Results()
