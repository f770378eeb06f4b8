"""Load data: the stages in order."""

from dataclasses import dataclass

from demo.load_data import load_data
from demo.load_data_stage import load_data_stage
from demo.load_data_stage_2 import load_data_stage_2
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load_data, load_data_stage, load_data_stage_2."""
    with stage("load_data", cells=(2,)):
        a = load_data()
    with stage("load_data_stage", cells=(4,)):
        b = load_data_stage(a)
    with stage("load_data_stage_2", cells=(6,)):
        load_data_stage_2(a, b)
    return Results()
