"""How names come to share objects: what is bound to them, and what is put into what they are bound to.

Each name stands for an object of its own, and for all that was ever bound to it; order is not looked
at. What was put into an object is changed with it only where its parts may be: `d["x"] = 1` changes
`d`, not what else is in it. A name that is bound to one of two objects does not make them one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from converter.analyse.roots import NOTHING, Roots


@dataclass
class _Graph:
    """Names, and the names whose objects they may be (`bound`) or hold (`held`)."""

    bound: dict[str, set[str]] = field(default_factory=dict)
    held: dict[str, set[str]] = field(default_factory=dict)
    puts: dict[str, set[str]] = field(default_factory=dict)

    def settle(self) -> None:
        """Let every object of a name hold what was put into that name."""
        grew = bool(self.puts)
        while grew:
            grew = False
            for name, values in self.puts.items():
                for one in self.objects(name):
                    inside = self.held.setdefault(one, set())
                    grew = grew or not values - {one} <= inside
                    inside |= values - {one}

    def objects(self, name: str) -> set[str]:
        """What `name` may be itself, without what is in it."""
        return {name} | self.within(self.bound.get(name, ()))

    def within(self, names: Iterable[str]) -> set[str]:
        """The objects of `names`, and all that is in them."""
        return _reached(names, (self.bound, self.held))


def _reached(names: Iterable[str], tables: Iterable[dict[str, set[str]]]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            for table in tables:
                waiting += table.get(name, ())
    return found


class Sharing:
    """Names that may share objects, gathered while reading code."""

    def __init__(
        self, bindings: Iterable[tuple[str, Roots]], puts: Iterable[tuple[str, Roots]]
    ) -> None:
        self._known, self._may = _Graph(), _Graph()
        for name, value in bindings:
            _add(self._known.bound, name, value.known)
            _add(self._may.bound, name, value.may)
        for name, value in puts:
            _add(self._known.puts, name, value.known)
            _add(self._may.puts, name, value.may)
        self._turned = []
        for graph in (self._known, self._may):
            graph.settle()
            self._turned.append(_turned(graph))

    def closed(self, roots: Roots, shallow: Roots = NOTHING) -> Roots:
        """`roots` and every name that shares an object with one of them, or holds one.

        Of the names in `shallow`, what is in their objects does not count.
        """
        known = self._sharing(self._known, self._turned[0], roots.known, shallow.known)
        may = self._sharing(self._may, self._turned[1], roots.may, shallow.may)
        return Roots(known, known | may)

    def _sharing(
        self,
        graph: _Graph,
        turned: dict[str, set[str]],
        deep: frozenset[str],
        shallow: frozenset[str],
    ) -> frozenset[str]:
        objects = graph.within(deep).union(*(graph.objects(name) for name in shallow))
        return frozenset(_reached(objects, (turned,)))


def _add(table: dict[str, set[str]], name: str, others: Iterable[str]) -> None:
    for other in others:
        if other != name:
            table.setdefault(name, set()).add(other)


def _turned(graph: _Graph) -> dict[str, set[str]]:
    """Who is bound to, or holds, each name's objects."""
    found: dict[str, set[str]] = {}
    for table in (graph.bound, graph.held):
        for name, others in table.items():
            for other in others:
                found.setdefault(other, set()).add(name)
    return found
