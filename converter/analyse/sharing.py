"""How names come to share objects: what is bound to them, and what is put into what they are bound to.

Each name stands for an object of its own, and for all that was ever bound to it; order is not looked
at. What was put into an object is changed with it only where its parts may be: `d["x"] = 1` changes
`d`, not what else is in it. A name that is bound to one of two objects does not make them one; what is
put into it may be in either.
"""

from __future__ import annotations

from collections.abc import Iterable

from converter.analyse.roots import NOTHING, Roots

Table = dict[str, set[str]]


class Sharing:
    """Names that may share objects, gathered while reading code."""

    def __init__(
        self, bindings: Iterable[tuple[str, Roots]], puts: Iterable[tuple[str, Roots]]
    ) -> None:
        bindings, puts = list(bindings), list(puts)
        self._known = _Graph(
            _table((name, each.known) for name, each in bindings),
            _table((name, each.known) for name, each in puts),
        )
        self._may = _Graph(
            _table((name, each.may) for name, each in bindings),
            _table((name, each.may) for name, each in puts),
        )

    def closed(self, roots: Roots, shallow: Roots = NOTHING) -> Roots:
        """`roots` and every name that shares an object with one of them, or holds one.

        Of the names in `shallow`, what is in their objects does not count.
        """
        known = self._known.sharing(roots.known, shallow.known)
        return Roots(known, known | self._may.sharing(roots.may, shallow.may))


class _Graph:
    """Names, what they may be bound to, and boxes: what is in the objects of several names."""

    def __init__(self, bound: Table, puts: Table) -> None:
        self._bound = bound
        self._box: Table = {}  # the one box of a name
        self._inside: Table = {}
        grew = bool(puts)
        while grew:
            # A list, for `any` would stop at the first.
            grew = any([self._put(self._objects([name]), puts[name]) for name in puts])
        self._users = _turned(bound)
        self._holders = _turned(self._inside)
        self._owners = _turned(self._box)

    def sharing(self, deep: frozenset[str], shallow: frozenset[str]) -> frozenset[str]:
        """The names that may be, or hold, what `deep` and what is in it may be, or what `shallow` may be."""
        if not deep and not shallow:
            return frozenset()
        found = self._within(deep) | self._objects(shallow)
        return frozenset(_reached(found, self._users, self._holders, self._owners))

    def _objects(self, names: Iterable[str]) -> set[str]:
        """What names may be themselves, without what is in it."""
        names = set(names)
        return names | self._within(each for name in names for each in self._bound.get(name, ()))

    def _within(self, names: Iterable[str]) -> set[str]:
        """The objects of names, and all that is in them."""
        return _reached(names, self._bound, self._box, self._inside)

    def _put(self, objects: set[str], values: set[str]) -> bool:
        """Whether it is news that `values` are in one of the objects, and so may be in each."""
        boxes = set[str]().union(*(self._box.get(each, ()) for each in objects))
        box = min(boxes, default=min(objects))
        inside = values.union(*(self._inside[each] for each in boxes))
        news = len(boxes) != 1 or inside != self._inside[box] or not objects <= self._box.keys()
        if news:
            names = objects | {name for name, old in self._box.items() if old & boxes}
            for each in boxes:
                del self._inside[each]
            self._inside[box] = inside
            self._box.update((name, {box}) for name in names)
        return news


def _reached(names: Iterable[str], first: Table, into: Table, out: Table) -> set[str]:
    """Names that can be reached: by the `first` table, and `into` boxes and `out` of them."""
    found: set[str] = set()
    boxes: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting += first.get(name, ())
        for box in into.get(name, ()):
            if box not in boxes:
                boxes.add(box)
                waiting += out.get(box, ())
    return found


def _table(pairs: Iterable[tuple[str, frozenset[str]]]) -> Table:
    found: Table = {}
    for name, others in pairs:
        if more := others - {name}:
            found.setdefault(name, set()).update(more)
    return found


def _turned(table: Table) -> Table:
    found: Table = {}
    for name, others in table.items():
        for other in others:
            found.setdefault(other, set()).add(name)
    return found
