"""Prepare: the stages in order."""

from dataclasses import dataclass

from demo.names_that_are_bound import names_that_are_bound
from demo.parameters import Parameters
from demo.prepare import prepare
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: prepare, names_that_are_bound."""
    with stage("prepare", cells=(4, 5, 6, 7, 8)):
        prepare()
    with stage("names_that_are_bound", cells=(10, 12)):
        names_that_are_bound()
    return Results()
