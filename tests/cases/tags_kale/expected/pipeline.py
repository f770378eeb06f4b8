"""demo: the stages in order."""

from dataclasses import dataclass

from demo.load_data import load_data
from demo.parameters import Parameters
from demo.progress import stage
from demo.train import train


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load_data, train."""
    with stage("load_data", cells=(4, 5)):
        y = load_data()
    with stage("train", cells=(6, 8)):
        train(y, lr=parameters.lr)
    return Results()
