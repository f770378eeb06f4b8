"""Setup (cell 4 of the notebook)."""

from __future__ import annotations


class Tree:
    def __init__(self, leaves: list[Leaf]) -> None:
        self.leaves = leaves

    def first(self) -> Leaf | None:
        return self.leaves[0]


class Leaf:
    name: str = "leaf"


def grown(count: int) -> Tree:
    return Tree([Leaf() for _ in range(count)])


def setup() -> None:
    """Setup (notebook cell 4)."""
    print(grown(2).first().name)
