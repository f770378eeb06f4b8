"""demo: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    pick: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load."""
    with stage("load", cells=(2, 3, 4, 5)):
        pick = load(SEED=parameters.SEED)
    return Results(pick=pick)
