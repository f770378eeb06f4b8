"""Define: the stages in order."""

from dataclasses import dataclass

from demo.bind import bind
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: bind, use."""
    with stage("bind", cells=(4,)):
        later_rate = bind()
    with stage("use", cells=(6,)):
        use(later_rate)
    return Results()
