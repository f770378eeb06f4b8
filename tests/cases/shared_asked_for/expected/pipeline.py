"""demo: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.notebook import notebook
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    seen: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: notebook."""
    with stage("notebook", cells=(1, 2)):
        seen = notebook(parameters)
    return Results(seen=seen)
