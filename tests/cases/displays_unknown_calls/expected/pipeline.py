"""Define: the stages in order."""

from dataclasses import dataclass

from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, report."""
    with stage("define", cells=(2, 3, 4, 5, 6)):
        log = define()
    with stage("report", cells=(8,)):
        report(log)
    return Results()
