"""Define: the stages in order."""

import asyncio
from dataclasses import dataclass
from typing import Any

from demo.define import define
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    answers: Any


async def run_async(parameters: Parameters) -> Results:
    """The notebook, top to bottom: define, use."""
    with stage("define", cells=(2,)):
        rate = define()
    with stage("use", cells=(4,)):
        answers = await use(rate)
    return Results(answers=answers)


def run(parameters: Parameters) -> Results:
    """`run_async` in an event loop of its own."""
    return asyncio.run(run_async(parameters))
