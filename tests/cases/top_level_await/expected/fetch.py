"""Fetch (cell 2 of the notebook)."""

import asyncio
from typing import Any


async def fetched(n):
    await asyncio.sleep(0)
    return n * 2


async def stream(n):
    for i in range(n):
        yield i


async def fetch() -> tuple[Any, Any]:
    """Fetch (notebook cell 2)."""
    value = await fetched(4)
    values = await asyncio.gather(*[fetched(i) for i in range(3)])
    return value, values
