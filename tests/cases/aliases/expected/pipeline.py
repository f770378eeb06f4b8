"""Load: the stages in order."""

from dataclasses import dataclass

from demo.change import change
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, change, report."""
    with stage("load", cells=(2,)):
        a, b, c = load()
    with stage("change", cells=(4,)):
        change(b, c)
    with stage("report", cells=(6,)):
        report(a, b, c)
    return Results()
