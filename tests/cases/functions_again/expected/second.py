"""Second (cells 4-5 of the notebook)."""

from typing import Any


async def scored_3(x, *, offset):
    return f"{x}{offset}"


def scored(x):
    return -x


async def second(offset: int) -> Any:
    """Second (notebook cells 4-5)."""
    result = await scored_3(1, offset=offset)
    print(result, [await scored_3(i, offset=offset) for i in range(2)])
    print(scored(1))
    return result
