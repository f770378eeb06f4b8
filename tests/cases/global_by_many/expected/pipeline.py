"""Load: the stages in order."""

from dataclasses import dataclass

from demo.features import features
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, features."""
    with stage("load", cells=(2,)):
        load()
    with stage("features", cells=(4, 5, 6)):
        features()
    return Results()
