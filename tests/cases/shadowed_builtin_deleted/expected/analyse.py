"""Analyse: what the data say (cells 1-3 of the notebook)."""


def analyse() -> None:
    """Analyse: what the data say (notebook cells 1-3)."""
    list_ = [3, 1, 2]
    sum_ = 0
    for x in list_:
        sum_ += x
    print(sum_, list_)
    del list_, sum_
    print(list((1, 2)), sum([1, 2]))
