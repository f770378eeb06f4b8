"""Define: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage
from demo.rebind import rebind


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    totals: list[Any]


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, rebind."""
    with stage("define", cells=(2,)):
        price = define()
    with stage("rebind", cells=(4, 5)):
        totals = rebind(price)
    return Results(totals=totals)
