"""Größen: the stages in order."""

from dataclasses import dataclass

from demo.ausgabe import ausgabe
from demo.groen import groen
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: groen, ausgabe."""
    with stage("groen", cells=(2,)):
        größe, π, 名前 = groen()
    with stage("ausgabe", cells=(4,)):
        ausgabe(größe, π, 名前)
    return Results()
