"""Try: the stages in order."""

from dataclasses import dataclass

from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report
from demo.try_stage import try_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: try_stage, report."""
    with stage("try_stage", cells=(2,)):
        value, message, done = try_stage()
    with stage("report", cells=(4,)):
        report(value, message, done)
    return Results()
