"""Where: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use
from demo.where import where


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    here: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: where, use."""
    with stage("where", cells=(2,)):
        here = where()
    with stage("use", cells=(5,)):
        use()
    return Results(here=here)
