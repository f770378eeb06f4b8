"""Use: the stages in order."""

from dataclasses import dataclass

from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: use, report."""
    with stage("use", cells=(1, 3)):
        TWICE, LABEL, half = use(
            FRACTION=parameters.FRACTION,
            K=parameters.K,
            NAMES=parameters.NAMES,
            SEED=parameters.SEED,
        )
    with stage("report", cells=(5,)):
        report(TWICE, LABEL, half)
    return Results()
