"""Define: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.define import define
from demo.one import one
from demo.parameters import Parameters
from demo.progress import stage
from demo.two import two


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    mode: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, one, two."""
    with stage("define", cells=(2,)):
        mode = define()
    with stage("one", cells=(4,)):
        mode = one(mode)
    with stage("two", cells=(6,)):
        mode = two(mode)
    return Results(mode=mode)
