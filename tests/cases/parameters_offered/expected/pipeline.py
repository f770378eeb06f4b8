"""Use: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.parameters import Parameters
from demo.progress import stage
from demo.setup import setup


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    COUNTED: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: setup."""
    with stage("setup", cells=(1, 3)):
        COUNTED = setup(
            DATA_FILE=parameters.DATA_FILE,
            THRESHOLD=parameters.THRESHOLD,
            n_rows=parameters.n_rows,
        )
    return Results(COUNTED=COUNTED)
