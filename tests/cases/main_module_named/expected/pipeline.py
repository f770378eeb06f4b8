"""Define: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.notebook import notebook
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    timed: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: notebook."""
    with stage("notebook", cells=(2, 4, 5)):
        timed = notebook(parameters)
    return Results(timed=timed)
