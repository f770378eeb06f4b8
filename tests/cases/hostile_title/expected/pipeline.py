"""''' {{ 7*7 }} {% raw %} / ' ; rm -rf /: the stages in order."""

from dataclasses import dataclass

from demo.analysis import analysis
from demo.parameters import Parameters
from demo.progress import stage
from demo.quoted_x_n import quoted_x_n


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: quoted_x_n, analysis."""
    with stage("quoted_x_n", cells=(2,)):
        a = quoted_x_n()
    with stage("analysis", cells=(4,)):
        analysis(a)
    return Results()
