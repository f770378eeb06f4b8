"""Load: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    list: list[Any]


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, use."""
    with stage("load", cells=(2,)):
        sum_, max_ = load()
    with stage("use", cells=(4,)):
        list = use(sum_, max_)
    return Results(list=list)
