"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import label


def use(level: Any) -> tuple[Any, list[Any]]:
    """Use (notebook cell 4)."""
    labels = []
    for level in range(3):
        labels.append(label("a", level=level))
    while level < 5:
        level += 2
        labels.append(label("b", level=level))
    print(labels, level)
    return level, labels
