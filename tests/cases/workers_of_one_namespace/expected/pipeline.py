"""demo: the stages in order."""

from dataclasses import dataclass

from demo.notebook import notebook
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: notebook."""
    with stage("notebook", cells=(1, 2, 3)):
        notebook(parameters)
    return Results()
