"""Define: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.change import change
from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    weights: dict[Any, Any]


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, change."""
    with stage("define", cells=(2,)):
        weights, steps, registry, chain = define()
    with stage("change", cells=(4,)):
        change(weights, steps, registry, chain)
    return Results(weights=weights)
