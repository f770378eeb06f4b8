"""Use: the stages in order."""

from dataclasses import dataclass

from demo.again import again
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: use, again."""
    with stage("use", cells=(3,)):
        use(names=parameters.names)
    with stage("again", cells=(5,)):
        again(names=parameters.names)
    return Results()
