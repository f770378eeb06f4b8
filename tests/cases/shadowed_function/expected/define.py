"""Define (cell 2 of the notebook)."""

from typing import Any


def define() -> Any:
    """Define (notebook cell 2)."""

    def score(xs):
        return len(xs) / 2

    score = score([1, 2, 3])
    print(score)
    return score
