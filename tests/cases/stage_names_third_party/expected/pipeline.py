"""numpy: the stages in order."""

from dataclasses import dataclass

from demo.json_stage import json_stage
from demo.numpy_random import numpy_random
from demo.numpy_stage import numpy_stage
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: numpy_stage, json_stage, numpy_random."""
    with stage("numpy_stage", cells=(2,)):
        a = numpy_stage()
    with stage("json_stage", cells=(4,)):
        text = json_stage(a)
    with stage("numpy_random", cells=(6,)):
        numpy_random(text)
    return Results()
