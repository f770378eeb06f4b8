"""Make: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.make import make
from demo.parameters import Parameters
from demo.progress import stage
from demo.rebind import rebind
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    gain: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: make, use, rebind."""
    with stage("make", cells=(2,)):
        registry, gain = make()
    with stage("use", cells=(4,)):
        use(registry)
    with stage("rebind", cells=(6,)):
        gain = rebind(registry, gain)
    return Results(gain=gain)
