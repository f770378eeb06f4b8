"""Fetch: the stages in order."""

import asyncio
from dataclasses import dataclass

from demo.fetch import fetch
from demo.parameters import Parameters
from demo.plain import plain
from demo.progress import stage
from demo.report import report


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


async def run_async(parameters: Parameters) -> Results:
    """The notebook, top to bottom: fetch, report, plain."""
    with stage("fetch", cells=(2,)):
        value, values = await fetch()
    with stage("report", cells=(4,)):
        both = await report(value, values)
    with stage("plain", cells=(6,)):
        plain(both)
    return Results()


def run(parameters: Parameters) -> Results:
    """`run_async` in an event loop of its own."""
    return asyncio.run(run_async(parameters))
