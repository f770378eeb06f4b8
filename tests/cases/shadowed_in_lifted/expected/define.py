"""Define (cell 2 of the notebook)."""


def spread(xs):
    return max(xs) - min(xs)


def define() -> None:
    """Define (notebook cell 2)."""
    print(spread([1, 5]))
