"""Define: the stages in order."""

from dataclasses import dataclass

from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, use."""
    with stage("define", cells=(3,)):
        weights, limit, rebound, handed = define()
    with stage("use", cells=(5,)):
        use(weights, limit, rebound, handed, THRESH=parameters.THRESH)
    return Results()
