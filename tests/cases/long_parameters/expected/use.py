"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import made


def use(base: int) -> tuple[Any, Any, Any]:
    """Use (notebook cell 4)."""
    result = made(1, b=2, c=made(3, base=base), base=base)  # one  # three
    other = made(
        1,
        2
        # the end
        ,
        base=base,
    )
    chained = [made(1, base=base)][0] + made(2, base=base)
    print(result, other, chained, made(made(made(0, base=base), base=base), base=base))
    return result, other, chained
