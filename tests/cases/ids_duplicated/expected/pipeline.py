"""Title: the stages in order."""

from dataclasses import dataclass

from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, report."""
    with stage("load", cells=(2,)):
        a, b = load()
    with stage("report", cells=(4,)):
        report(a, b)
    return Results()
