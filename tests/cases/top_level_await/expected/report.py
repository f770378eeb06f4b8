"""Report (cell 4 of the notebook)."""

from typing import Any

from demo.fetch import fetched, stream


async def report(value: Any, values: Any) -> list[Any]:
    """Report (notebook cell 4)."""
    print(value, values)
    both = [await fetched(i) async for i in stream(2)]
    async for item in stream(2):
        print(item)
    await fetched(1)
    return both
