"""Layout: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.indents import indents
from demo.layout import layout
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    a: int
    b: int
    c: Any
    z: int


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: layout, indents."""
    with stage("layout", cells=(2,)):
        a, b, c = layout()
    with stage("indents", cells=(4,)):
        z = indents()
    return Results(a=a, b=b, c=c, z=z)
