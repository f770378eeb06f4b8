"""Load: the stages in order."""

from dataclasses import dataclass

from demo.again import again
from demo.drop import drop
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, drop, again."""
    with stage("load", cells=(2,)):
        big, a, b, size = load()
    with stage("drop", cells=(4,)):
        table = drop(big, a)
    with stage("again", cells=(6,)):
        again(b, size, table)
    return Results()
