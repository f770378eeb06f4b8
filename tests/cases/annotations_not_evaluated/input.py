# %%
from __future__ import annotations


# %%
class Tree:
    def __init__(self, leaves: list[Leaf]) -> None:
        self.leaves = leaves

    def first(self) -> Leaf | None:
        return self.leaves[0]


# %%
class Leaf:
    name: str = "leaf"


def grown(count: int) -> Tree:
    return Tree([Leaf() for _ in range(count)])


# %%
print(grown(2).first().name)


# %%
class Node:
    known: dict[str, Node] = {}

    def __init__(self, name: str, parent: Node | None = None) -> None:
        self.name = name
        self.parent = parent
        Node.known[name] = self

    def root(self) -> Node:
        return self if self.parent is None else Node.known[self.parent.name].root()


# %%
print(Node("b", Node("a")).root().name, sorted(Node.known))
