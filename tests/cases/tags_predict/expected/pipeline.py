"""demo: the stages in order."""

from dataclasses import dataclass

from demo.parameters import Parameters
from demo.progress import stage
from demo.report import report
from demo.train import train


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: train, report."""
    with stage("train", cells=(1,)):
        mean = train()
    with stage("report", cells=(3,)):
        report(mean)
    return Results()
