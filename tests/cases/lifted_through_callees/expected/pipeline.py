"""Through callees: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.parameters import Parameters
from demo.prepare import prepare
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    results: list[Any]


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: prepare, use."""
    with stage("prepare", cells=(2,)):
        base = prepare()
    with stage("use", cells=(4,)):
        results = use(base)
    return Results(results=results)
