"""Use: the stages in order."""

import copy
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
    depth = parameters.depth
    names = copy.deepcopy(parameters.names)
    with stage("use", cells=(3,)):
        depth = use(depth, names)
    with stage("again", cells=(5,)):
        again(depth, names)
    return Results()
