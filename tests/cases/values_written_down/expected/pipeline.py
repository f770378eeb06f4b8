"""demo: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.analyse import analyse
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    table: dict[Any, Any]
    rate: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: analyse."""
    with stage("analyse", cells=(1, 2, 3)):
        table, rate = analyse(limit=parameters.limit)
    return Results(table=table, rate=rate)
