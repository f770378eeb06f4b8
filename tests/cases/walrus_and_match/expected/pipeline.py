"""Load: the stages in order."""

from dataclasses import dataclass

from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load."""
    with stage("load", cells=(2, 4, 6)):
        load()
    return Results()
