"""Register: the stages in order."""

from dataclasses import dataclass

from demo.parameters import Parameters
from demo.progress import stage
from demo.register_stage import register_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: register_stage."""
    with stage("register_stage", cells=(2, 4)):
        register_stage()
    return Results()
