"""Search: the stages in order."""

from dataclasses import dataclass

from demo.parameters import Parameters
from demo.progress import stage
from demo.search import search


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: search."""
    with stage("search", cells=(2, 4)):
        search()
    return Results()
