"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import all_scaled


async def use(rate: int) -> Any:
    """Use (notebook cell 4)."""
    answers = await all_scaled([1, 2], rate=rate)
    print(answers)
    return answers
