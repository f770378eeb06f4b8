"""Define (cell 2 of the notebook)."""

from typing import Any

from joblib import delayed


def define() -> tuple[int, list[Any]]:
    """Define (notebook cell 2)."""
    base = len("abc")

    def raised(x):
        return x**base

    tasks = [delayed(raised)(i) for i in range(3)]
    print(raised.__name__)
    return base, tasks
