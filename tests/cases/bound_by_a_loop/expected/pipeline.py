"""Search: the stages in order."""

from dataclasses import dataclass

from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report
from demo.search import search


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: search, report."""
    with stage("search", cells=(2,)):
        scores, kind, fitted, last = search()
    with stage("report", cells=(4,)):
        report(scores, kind, fitted, last)
    return Results()
