"""demo: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.parameters import Parameters
from demo.progress import stage
from demo.setup import setup


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    settings: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: setup."""
    with stage("setup", cells=(3, 4)):
        settings = setup(LAYERS=parameters.LAYERS, RATE=parameters.RATE)
    return Results(settings=settings)
