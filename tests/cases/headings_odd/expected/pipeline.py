"""📈 Étude — «été»: the stages in order."""

from dataclasses import dataclass

from demo.a_heading_that_is_a_whole_sentence_much import (
    a_heading_that_is_a_whole_sentence_much,
)
from demo.analysis import analysis
from demo.analysis_stage import analysis_stage
from demo.donnees_a_charger_ici import donnees_a_charger_ici
from demo.parameters import Parameters
from demo.progress import stage
from demo.setup import setup


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: setup, analysis, analysis_stage and 2 more."""
    with stage("setup", cells=(3,)):
        a = setup()
    with stage("analysis", cells=(5,)):
        b = analysis(a)
    with stage("analysis_stage", cells=(7,)):
        c = analysis_stage(b)
    with stage("donnees_a_charger_ici", cells=(9,)):
        d = donnees_a_charger_ici(c)
    with stage("a_heading_that_is_a_whole_sentence_much", cells=(11,)):
        a_heading_that_is_a_whole_sentence_much(a, b, c, d)
    return Results()
