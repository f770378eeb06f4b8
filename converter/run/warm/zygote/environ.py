"""Which environment variables a module reads while it is loaded.

A name is told as it is, a prefix that names are compared with as `PREFIX*`, and `*` for a module
that goes through all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

ALL = "*"
Told = Callable[[str], None]


def remembering(told: Told) -> type:
    """A class for `os.environ` that says what is read from it."""

    class Name(str):
        """A variable's name, which says what prefix it is compared with."""

        def startswith(self, prefix: Any, *place: Any) -> bool:
            for each in prefix if isinstance(prefix, tuple) else (prefix,):
                told(f"{each}{ALL}")
            return super().startswith(prefix, *place)

        def __reduce__(self) -> Any:
            return str, (str(self),)

    class Remembering(os._Environ):  # type: ignore[type-arg]
        """The environment, which says what is read."""

        def __getitem__(self, key: Any) -> Any:
            told(str(key))
            return super().__getitem__(key)

        def __iter__(self) -> Iterator[Any]:
            told(ALL)
            return super().__iter__()

        def items(self) -> Any:
            """Names and values; what happens to the names tells which ones matter."""
            told(ALL)
            value = super().__getitem__
            names = [os.fsdecode(name) for name in self._data]  # type: ignore[attr-defined]
            return [(Name(name), value(name)) for name in names]

    return Remembering


def reads(told: Iterable[str], variable: str) -> bool:
    """Whether a module that has told this depends on a variable.

    One that compares with prefixes does so to find its own variables among all.
    """
    known = set(told)
    prefixes = [each[:-1] for each in known if each.endswith(ALL) and each != ALL]
    if variable in known or any(map(variable.startswith, prefixes)):
        return True
    return ALL in known and not prefixes
