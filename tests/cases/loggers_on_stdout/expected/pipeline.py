"""demo: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.parameters import Parameters
from demo.progress import stage
from demo.setup import setup


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    total: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: setup."""
    with stage("setup", cells=(1, 3)):
        total = setup(LIMIT=parameters.LIMIT)
    return Results(total=total)
