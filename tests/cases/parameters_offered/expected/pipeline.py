"""Use: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.analyse import analyse
from demo.parameters import Parameters
from demo.prepare import prepare
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    COUNTED: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: prepare, analyse."""
    with stage("prepare", cells=(1,)):
        rows, COUNTED, PI_ISH = prepare()
    with stage("analyse", cells=(3,)):
        COUNTED = analyse(
            rows,
            COUNTED,
            PI_ISH,
            DATA_FILE=parameters.DATA_FILE,
            THRESHOLD=parameters.THRESHOLD,
            n_rows=parameters.n_rows,
        )
    return Results(COUNTED=COUNTED)
