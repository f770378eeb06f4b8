"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import biggest, streamed


def use(least: int) -> tuple[Any, Any]:
    """Use (notebook cell 4)."""
    top = biggest((x * x for x in range(4)), least=least)
    none = biggest((x for x in range(2)), least=least)
    print(top, none, list(streamed(3, least=least)))
    return top, none
