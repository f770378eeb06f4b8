"""First (cell 2 of the notebook)."""


def scored_1(x, *, offset):
    return x + offset


def scored_2(x, y=1):
    return x + y


def first() -> int:
    """First (notebook cell 2)."""
    offset = len("ab")
    print(scored_1(1, offset=offset))
    print(scored_2(1), scored_2(2, 3))
    return offset
