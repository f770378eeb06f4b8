"""First (cell 2 of the notebook)."""


def outer(x, *, scored):
    return scored(x) * 10


def first() -> None:
    """First (notebook cell 2)."""

    def scored(x):
        return x + 1

    print(scored(1), outer(1, scored=scored))
