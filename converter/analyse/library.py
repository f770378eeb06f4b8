"""What calls of a library do to the objects that they are given: the shape of the tables.

A table is literal and incomplete. What is in no table is unknown: it may change its receiver and its
arguments, and what it returns may hold them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Library:
    """The calls of one library, methods by their bare name, functions by the last part of theirs.

    roots: the modules that an import of makes the table count. `source` says where the facts are
    from. `changing` methods change their receiver. `changing_arguments` are functions and methods
    that change what they are given at these positions (from 0) or under these keywords, `*` standing
    for any. `views`
    are methods and attributes whose value shares memory with the receiver or holds it. `fresh` are
    methods, `functions` functions that change nothing and give something new. `holding` functions
    keep their arguments in what they return; classes (capitalised names) of a library always do.
    `drawing` methods take numbers out of a random generator, their receiver, and give something new.
    `pure_modules` are modules all of whose functions are fresh.
    """

    roots: tuple[str, ...]
    source: str
    changing: frozenset[str] = frozenset()
    changing_arguments: Mapping[str, tuple[int | str, ...]] = field(default_factory=dict)
    views: frozenset[str] = frozenset()
    fresh: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    pure_modules: tuple[str, ...] = ()
    drawing: frozenset[str] = frozenset()


def words(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())
