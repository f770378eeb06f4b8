"""Setup (cell 2 of the notebook)."""

import timeit


def setup() -> None:
    """Setup (notebook cell 2)."""
    numbers = [1, 2, 3]
    print(timeit.timeit("sum(numbers)", globals={"numbers": numbers}, number=2) >= 0)
