"""Import: the stages in order."""

from dataclasses import dataclass

from demo.class_stage import class_stage
from demo.demo import demo
from demo.import_stage import import_stage
from demo.parameters import Parameters
from demo.parameters_stage import parameters_stage
from demo.pipeline_stage import pipeline_stage
from demo.print_stage import print_stage
from demo.progress import stage
from demo.random_stage import random_stage
from demo.test_stage import test_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: import_stage, class_stage, print_stage and 5 more."""
    with stage("import_stage", cells=(4,)):
        a = import_stage()
    with stage("class_stage", cells=(6,)):
        b = class_stage(a)
    with stage("print_stage", cells=(8,)):
        c = print_stage(b)
    with stage("random_stage", cells=(10,)):
        d = random_stage(c)
    with stage("pipeline_stage", cells=(12,)):
        e = pipeline_stage(d)
    with stage("parameters_stage", cells=(14,)):
        f = parameters_stage(e)
    with stage("demo", cells=(16,)):
        demo(a, b, c, d, f)
    with stage("test_stage", cells=(18,)):
        test_stage()
    return Results()
