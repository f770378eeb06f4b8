"""Draw: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.draw import draw
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    l: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: draw, use."""
    l = parameters.l
    with stage("draw", cells=(3,)):
        O = draw(l, I=parameters.I)
    with stage("use", cells=(5,)):
        l = use(O, I=parameters.I)
    return Results(l=l)
