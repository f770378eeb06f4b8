"""demo: the stages in order."""

from dataclasses import dataclass

from demo.one import one
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report
from demo.setup import setup


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: setup, one, report."""
    with stage("setup", cells=(1,)):
        a = setup()
    with stage("one", cells=(2,)):
        c = one()
    with stage("report", cells=(3,)):
        report(a, c)
    return Results()
