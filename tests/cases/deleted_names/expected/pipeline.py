"""Load: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.again import again
from demo.drop import drop
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    big: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, drop, again."""
    with stage("load", cells=(2,)):
        big, a, b, size = load()
    with stage("drop", cells=(4,)):
        table = drop(big, a)
    with stage("again", cells=(6,)):
        big = again(b, size, table)
    return Results(big=big)
