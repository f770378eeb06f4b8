"""Shell: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.later import later
from demo.parameters import Parameters
from demo.progress import stage
from demo.shell import shell


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    lines: Any
    out: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: shell, later."""
    with stage("shell", cells=(2, 3)):
        name, lines, out = shell()
    with stage("later", cells=(5,)):
        later(name)
    return Results(lines=lines, out=out)
