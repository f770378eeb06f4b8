"""Define (cell 2 of the notebook)."""


def own(xs):
    size = len(xs)
    return size


def of_argument(size):
    return size * 2


def of_comprehension(xs):
    return [size for size in xs]


def reader(*, size):
    return size


def define() -> int:
    """Define (notebook cell 2)."""
    size = len("abcd")
    return size
