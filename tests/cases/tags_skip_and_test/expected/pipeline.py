"""demo: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report
from demo.sums import sums


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    total: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, sums, report."""
    with stage("load", cells=(1,)):
        rows = load()
    with stage("sums", cells=(3,)):
        total = sums(rows)
    with stage("report", cells=(6,)):
        report(total)
    return Results(total=total)
