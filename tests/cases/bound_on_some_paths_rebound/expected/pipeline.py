"""Load: the stages in order."""

from dataclasses import dataclass

from demo.decide import decide
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, decide, report."""
    with stage("load", cells=(2,)):
        label, values = load()
    with stage("decide", cells=(4,)):
        label, found = decide(label, values)
    with stage("report", cells=(6,)):
        report(label, found)
    return Results()
