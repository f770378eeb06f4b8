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

    names: list[Any]
    child: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, use."""
    with stage("define", cells=(2,)):
        names, Base, Child = define()
    with stage("use", cells=(4,)):
        child = use(Base, Child)
    return Results(names=names, child=child)
