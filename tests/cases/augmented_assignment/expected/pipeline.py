"""Augmented: the stages in order."""

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
        total, items, alias = load()
    with stage("change", cells=(4,)):
        total, items = change(total, items)
    with stage("report", cells=(6,)):
        report(total, items, alias)
    return Results()
