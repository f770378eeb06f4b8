"""Load: the stages in order."""

from dataclasses import dataclass

from demo.change import change
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, change."""
    with stage("load", cells=(2,)):
        df = load()
    with stage("change", cells=(7, 8, 9)):
        change(df)
    return Results()
