"""advance, which shares best, count, history with the stages."""

from typing import Any

best: Any = None  # bound in cells 3, 7
count: Any = None  # bound in cells 3, 7
history: Any = None  # bound in cell 3


def advance(by):
    global count, best
    count = count + by
    history.append(count)
    if best is None or count > best:
        best = count
