"""Two (cells 4-5 of the notebook)."""

import sys
from typing import Any

from demo.one import step


def two(a: Any) -> Any:
    """Two (notebook cells 4-5)."""
    b = step(a + 1)
    print("\rprogress 1", end="")
    print("\rprogress 2")
    print("to stderr", file=sys.stderr)
    print(*[step(i) for i in range(2)], sep="|")
    return b
