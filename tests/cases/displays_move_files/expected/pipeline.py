"""demo: the stages in order."""

from dataclasses import dataclass

from demo.clean import clean
from demo.parameters import Parameters
from demo.prepare import prepare
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: prepare, clean."""
    with stage("prepare", cells=(1, 2)):
        path, done = prepare()
    with stage("clean", cells=(3, 4, 7)):
        clean(path, done)
    return Results()
