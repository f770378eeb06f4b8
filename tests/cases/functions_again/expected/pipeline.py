"""First: the stages in order."""

import asyncio
from dataclasses import dataclass
from typing import Any

from demo.first import first
from demo.parameters import Parameters
from demo.progress import stage
from demo.second import second


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    result: Any


async def run_async(parameters: Parameters) -> Results:
    """The notebook, top to bottom: first, second."""
    with stage("first", cells=(2,)):
        offset = first()
    with stage("second", cells=(4, 5)):
        result = await second(offset)
    return Results(result=result)


def run(parameters: Parameters) -> Results:
    """`run_async` in an event loop of its own."""
    return asyncio.run(run_async(parameters))
