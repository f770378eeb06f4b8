"""First: the stages in order."""

from dataclasses import dataclass

from demo.first import first
from demo.parameters import Parameters
from demo.progress import stage
from demo.second import second
from demo.third import third


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: first, second, third."""
    with stage("first", cells=(2,)):
        first()
    with stage("second", cells=(4,)):
        rate = second()
    with stage("third", cells=(6,)):
        third(rate)
    return Results()
