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

    z: Any
    first: Any
    second: Any
    second_first: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, report."""
    with stage("load", cells=(2,)):
        head, tail, a, b, c, _rest, x, y, z = load()
    with stage("report", cells=(4,)):
        first, second, second_first = report(head, tail, a, b, c, _rest, x, y)
    return Results(z=z, first=first, second=second, second_first=second_first)
