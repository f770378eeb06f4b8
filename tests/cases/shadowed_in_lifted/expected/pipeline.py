"""Define: the stages in order."""

from dataclasses import dataclass

from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage
from demo.shadow import shadow


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, shadow."""
    with stage("define", cells=(2,)):
        define()
    with stage("shadow", cells=(4,)):
        shadow()
    return Results()
