"""Define: the stages in order."""

from dataclasses import dataclass

from demo.parameters import Parameters
from demo.progress import stage
from demo.run_stage import run_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: run_stage."""
    with stage("run_stage", cells=(4, 6)):
        run_stage()
    return Results()
