"""demo: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report
from demo.roots_stage import roots_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    total: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, roots_stage, report."""
    with stage("load", cells=(2, 3)):
        extra = load()
    with stage("roots_stage", cells=(4,)):
        roots, total = roots_stage(extra)
    with stage("report", cells=(5,)):
        report(roots, total)
    return Results(total=total)
