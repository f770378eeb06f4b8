"""Read: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.change import change
from demo.parameters import Parameters
from demo.progress import stage
from demo.read import read


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    mode: Any
    fast: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: read, change."""
    with stage("read", cells=(1, 3)):
        mode, fast, speed, Options = read()
    with stage("change", cells=(5,)):
        change(speed, Options)
    return Results(mode=mode, fast=fast)
