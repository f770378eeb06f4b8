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

    offset: int
    a: list[Any]
    b: Any
    table: dict[Any, Any]
    c: dict[Any, Any]
    d: list[Any]
    g: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, use."""
    with stage("define", cells=(2,)):
        offset = define()
    with stage("use", cells=(4,)):
        a, b, table, c, d, g = use()
    return Results(offset=offset, a=a, b=b, table=table, c=c, d=d, g=g)
