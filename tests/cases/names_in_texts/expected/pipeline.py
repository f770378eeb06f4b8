"""Define: the stages in order."""

from dataclasses import dataclass

from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, use."""
    with stage("define", cells=(2,)):
        df, low, high, both = define()
    with stage("use", cells=(4,)):
        use(df, low, high, both)
    return Results()
