"""Which names' objects a value may be, be part of, or hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


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
