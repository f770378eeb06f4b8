"""Define: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo import shared
from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage
from demo.reset import reset
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    history: list[Any]
    best: Any
    count: Any
    other: Any
    squares: list[Any]
    total: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, use, reset."""
    with stage("define", cells=(3,)):
        history = define(START=parameters.START)
    with stage("use", cells=(5,)):
        use(START=parameters.START, STEPS=parameters.STEPS)
    with stage("reset", cells=(7,)):
        other, squares, total = reset(history)
    return Results(
        history=history,
        best=shared.best,
        count=shared.count,
        other=other,
        squares=squares,
        total=total,
    )
