"""Load: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.change import change
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    groups: Any
    matrix: Any
    by_row: Any
    shares: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, change, report."""
    with stage("load", cells=(2,)):
        df, limit = load()
    with stage("change", cells=(4,)):
        df, groups = change(df, limit)
    with stage("report", cells=(6,)):
        matrix, by_row, shares = report(df, limit)
    return Results(groups=groups, matrix=matrix, by_row=by_row, shares=shares)
