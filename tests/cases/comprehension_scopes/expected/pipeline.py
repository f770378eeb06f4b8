"""Load: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    y: list[Any]


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, report."""
    with stage("load", cells=(2,)):
        x, squares, pairs, nested = load()
    with stage("report", cells=(4,)):
        y = report(x, squares, pairs, nested)
    return Results(y=y)
