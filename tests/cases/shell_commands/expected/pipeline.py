"""Shell: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.later import later
from demo.parameters import Parameters
from demo.progress import stage
from demo.shell_stage import shell_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    lines: Any
    out: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: shell_stage, later."""
    with stage("shell_stage", cells=(2, 3)):
        name, lines, out = shell_stage()
    with stage("later", cells=(5,)):
        later(name)
    return Results(lines=lines, out=out)
