"""Define: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    tau: list[Any]


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, use."""
    with stage("define", cells=(2,)):
        e = define()
    with stage("use", cells=(4,)):
        tau = use(e)
    return Results(tau=tau)
