"""demo: the stages in order."""

from dataclasses import dataclass

from demo.analyse import analyse
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: analyse."""
    with stage("analyse", cells=(1, 2, 3, 4, 6, 8, 9)):
        analyse()
    return Results()
