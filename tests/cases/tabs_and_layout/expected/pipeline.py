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

    c: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: layout, indents."""
    with stage("layout", cells=(2,)):
        c = layout()
    with stage("indents", cells=(4,)):
        indents()
    return Results(c=c)
