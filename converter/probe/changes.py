"""Which names a cell bound, bound again, changed in place or deleted, at a bounded cost.

In-place changes are looked for where they can be: in names that the cell, or a function of the
notebook that it calls, mentions, and in other names for the same objects.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Iterator, Mapping
from typing import Any

from .session import Session
from .summary import summary_of

DEEPEST_CALLS = 4
OURS = frozenset("In Out exit quit open get_ipython".split())


class Changes:
    """Compares the namespace before and after a cell."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._ids: dict[str, int] = {}
        self._digests: dict[str, str] = {}
        self._alive: list[Any] = []

    def before(self, space: Mapping[str, Any], source: str) -> None:
        """Nothing; notes what the names are now."""
        names = _visible(space)
        self._ids = {name: id(space[name]) for name in names}
        self._alive = [space[name] for name in names]  # an address is not used again meanwhile
        mentioned = _mentioned(source, space)
        shared = {self._ids[name] for name in mentioned if name in self._ids}
        suspects = [name for name in names if name in mentioned or self._ids[name] in shared]
        self.session.painter.moment()
        self._digests = {name: self._digest(space[name]) for name in suspects}

    def after(self, space: Mapping[str, Any]) -> dict[str, Any]:
        """By name: how it changed (`bound`, `rebound`, `changed`, `deleted`) and a summary."""
        found: dict[str, Any] = {}
        self.session.painter.moment()
        for name in _visible(space):
            value = space[name]
            if name not in self._ids:
                how = "bound"
            elif self._ids[name] != id(value):
                how = "rebound"
            elif name in self._digests and self._digests[name] != self._digest(value):
                how = "changed"
            else:
                continue
            found[name] = {"how": how, **summary_of(value, self.session.context)}
        found.update({name: {"how": "deleted"} for name in self._ids if name not in space})
        self._alive = []
        return found

    def _digest(self, value: Any) -> str:
        """What the value is now, shortly; arrays by their own digests."""
        tree = self.session.painter.portrait(value)
        text = json.dumps(tree, default=str)
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _visible(space: Mapping[str, Any]) -> list[str]:
    """The notebook's own names: no modules, nothing of IPython's."""
    return [
        name
        for name, value in list(space.items())
        if not name.startswith("_") and name not in OURS and type(value) is not types.ModuleType
    ]


def _mentioned(source: str, space: Mapping[str, Any]) -> frozenset[str]:
    """Names in the code of a cell, and in the code of the notebook's functions that it names."""
    try:
        code = compile(source, "<cell>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return frozenset(space)
    found: set[str] = set()
    waiting = [(code, 0)]
    while waiting:
        part, depth = waiting.pop()
        for name in _names(part):
            if name in found:
                continue
            found.add(name)
            value = space.get(name)
            if type(value) is types.FunctionType and depth < DEEPEST_CALLS:
                waiting.append((value.__code__, depth + 1))
    return frozenset(found)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if type(constant) is types.CodeType:
            yield from _names(constant)
        elif type(constant) is str and constant.isidentifier():
            yield constant
