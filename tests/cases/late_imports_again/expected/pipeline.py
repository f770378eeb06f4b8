"""Prepare: the stages in order."""

from dataclasses import dataclass

from demo.later import later
from demo.parameters import Parameters
from demo.prepare import prepare
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: prepare, later."""
    with stage("prepare", cells=(2, 3)):
        Told, shown, counted = prepare()
    with stage("later", cells=(5, 6)):
        later(Told, shown, counted)
    return Results()
