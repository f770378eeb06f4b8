"""Define: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    child: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: use."""
    with stage("use", cells=(4,)):
        child = use()
    return Results(child=child)
