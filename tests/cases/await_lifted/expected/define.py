"""Define (cell 2 of the notebook)."""


async def scaled(x, *, rate):
    return x * rate


async def all_scaled(xs, *, rate):
    return [await scaled(x, rate=rate) for x in xs]


def define() -> int:
    """Define (notebook cell 2)."""
    rate = len("ab")
    return rate
