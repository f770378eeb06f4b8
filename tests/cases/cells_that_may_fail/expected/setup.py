"""Setup (cells 1-2, 4-7 of the notebook)."""

import math
import traceback


def root(x):
    """The square root,
    not of negatives."""
    return math.sqrt(x)


def setup() -> None:
    """Setup (notebook cells 1-2, 4-7)."""
    numbers = [3, 1, 2]
    try:
        numbers[10]
    except Exception:  # the notebook expects the cell to fail, and goes on
        traceback.print_exc()
    try:
        poem = """two
 lines"""
        below = root(-1)
        after = 5
    except Exception:  # the notebook expects the cell to fail, and goes on
        traceback.print_exc()
    try:
        numbers.append(4)
        assert len(numbers) == 3, f"grew to {len(numbers)}"
        print("never printed")
    except Exception:  # the notebook expects the cell to fail, and goes on
        traceback.print_exc()
    try:
        print("this one does not fail")
    except Exception:  # the notebook expects the cell to fail, and goes on
        traceback.print_exc()
    print(numbers, poem, root(9))
    try:
        print(after)
    except NameError:
        print("it was never bound")
