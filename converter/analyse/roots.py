"""Which names' objects a value may be, be part of, or hold; and how names come to share objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Roots:
    """Names whose objects something is about: `known` for sure, `may` as far as one can tell.

    `known` is part of `may`.
    """

    known: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()

    def __or__(self, other: Roots) -> Roots:
        return Roots(self.known | other.known, self.may | other.may)

    def possible(self) -> Roots:
        """The same, with nothing known."""
        return Roots(frozenset(), self.may)

    def renamed(self, names: Mapping[str, Roots]) -> Roots:
        """Each name replaced by what `names` says that it stands for; others fall away."""
        found = NOTHING
        for name in self.may & names.keys():
            value = names[name]
            found |= value if name in self.known else value.possible()
        return found

    def without(self, names: frozenset[str]) -> Roots:
        """The part that is not about `names`."""
        return Roots(self.known - names, self.may - names)

    def only(self, names: frozenset[str]) -> Roots:
        """The part that is about `names`."""
        return Roots(self.known & names, self.may & names)


NOTHING = Roots()


def surely(names: Iterable[str]) -> Roots:
    """Roots that are known."""
    found = frozenset(names)
    return Roots(found, found)


def union(parts: Iterable[Roots]) -> Roots:
    """All of `parts` together."""
    found = NOTHING
    for part in parts:
        found |= part
    return found


@dataclass
class Sharing:
    """Names that may share objects, gathered while reading code; order is not looked at."""

    _known: dict[str, set[str]] = field(default_factory=dict)
    _may: dict[str, set[str]] = field(default_factory=dict)

    def bind(self, name: str, value: Roots) -> None:
        """`name` may be bound to something of `value`."""
        _join(self._known, name, value.known)
        _join(self._may, name, value.may)

    def closed(self, roots: Roots) -> Roots:
        """`roots` and every name that shares an object with one of them."""
        known = _closure(self._known, roots.known)
        return Roots(known, known | _closure(self._may, roots.may))


def _join(groups: dict[str, set[str]], name: str, others: Iterable[str]) -> None:
    """Make `name` and `others` one group; groups are shared sets."""
    for other in sorted(others):
        one = groups.setdefault(name, {name})
        two = groups.setdefault(other, {other})
        if one is two:
            continue
        small, large = sorted((one, two), key=len)
        large |= small
        for member in small:
            groups[member] = large


def _closure(groups: Mapping[str, set[str]], names: frozenset[str]) -> frozenset[str]:
    return names.union(*(groups.get(name, ()) for name in names))
