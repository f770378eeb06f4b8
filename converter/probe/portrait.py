"""The portrait of a value: a JSON tree that two processes can compare.

Plain scalars stand for themselves; everything else is `{"k": kind, ...}` (the kinds are in the
table of ARCHITECTURE.md). Looking changes nothing: no property is read, no stranger's `repr`,
`len` or `==` is called, no iterator advanced, no lazy value computed.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

from .containers import BUILTINS, sequence
from .context import Context
from .frames import FRAMES
from .numbered import NUMBERED
from .numeric import NUMERIC
from .objects import LIBRARIES, callable_node, captured_text, module_of, object_node
from .scalars import SCALARS, text_node
from .store import Store

DEEPEST = 60


class Painter:
    """Makes portraits of the values of one moment; each name has a budget of its own."""

    def __init__(self, context: Context, folder: Path | None = None) -> None:
        self.context = context
        self.limits = context.limits
        self.store = Store(folder, context.limits.total_bytes) if folder else None
        self.left = 0
        self._seen: dict[int, int] = {}
        self._alive: list[Any] = []
        self.arrays: dict[int, Any] = {}
        self._painters: dict[type, list[tuple[str, Any]]] = {}

    def moment(self) -> None:
        """Nothing; values may have changed since: what was remembered by address is forgotten."""
        self.arrays = {}
        self._forget()

    def _forget(self) -> None:
        self._seen = {}
        self._alive = []
        self.left = self.limits.nodes

    def portrait(self, value: Any) -> Any:
        """The tree of `value`."""
        self._forget()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = self.node(value, 0)
        self._alive = []
        return found

    def node(self, value: Any, depth: int) -> Any:
        """The tree of a part of a value."""
        kind = type(value)
        if kind is str:
            return text_node(value, self)
        if value is None or kind is bool or kind is float:
            return value
        scalar = SCALARS.get(kind)
        if scalar is not None:
            return scalar(value, self)
        self.left -= 1
        if self.left < 0 or depth > DEEPEST:
            return {"k": "cut", "t": self.context.type_name(kind)}
        number = self._seen.get(id(value))
        if number is not None:
            return {"k": "ref", "i": number}
        try:
            found = self._painted(value, kind, depth)
        except Exception as error:  # strangers' objects may raise anything when looked at
            found = {"k": "unreadable", "w": type(error).__name__, "t": self._name_of(kind)}
        if not isinstance(found, dict):  # a text of numpy's is a plain text: no place refers to it
            self._seen.pop(id(value), None)
            return found
        number = self._seen.get(id(value))
        if number is not None:
            found["i"] = number
        return found

    def remember(self, value: Any) -> None:
        """Nothing; a second place that holds this very object refers to the first."""
        self._seen[id(value)] = len(self._seen)
        self._alive.append(value)  # an address is not used again while we look

    def _name_of(self, kind: type) -> str:
        try:
            return self.context.type_name(kind)
        except Exception:  # a metaclass that answers with nonsense
            return "?"

    def _painted(self, value: Any, kind: type, depth: int) -> Any:
        self.remember(value)
        # What `x = !command` gives is a list with some conveniences; a project has a plain one.
        lines = (kind.__module__, kind.__name__) == ("IPython.utils.text", "SList")
        builtin = BUILTINS.get(list if lines else kind)
        if builtin is not None:
            return builtin(value, self, depth)
        captured = captured_text(value, kind)
        if captured is not None:
            return {
                "k": "object",
                "t": "captured output",
                "s": {"stdout": self.node(captured, depth + 1)},
            }
        for library, painter in self._painters_of(kind):
            found = painter(value, kind, sys.modules[library], self, depth)
            if found is not None:
                return found
        found = callable_node(value, kind, self, depth)
        if found is not None:
            return found
        return object_node(value, kind, self, depth)

    def _painters_of(self, kind: type) -> list[tuple[str, Any]]:
        """What knows a class: painters of the libraries that it or a base of it comes from."""
        known = self._painters.get(kind)
        if known is None:
            roots = {module_of(base).partition(".")[0] for base in kind.__mro__}
            known = self._painters[kind] = [
                (library, painter)
                for library, painters in (*NUMERIC, *FRAMES, *LIBRARIES, *NUMBERED)
                if library.partition(".")[0] in roots and library in sys.modules
                for painter in painters
            ]
        return known

    def sequence(self, values: list[Any], depth: int) -> dict[str, Any]:
        """The elements of a list, packed where they are of one plain type."""
        return sequence(values, self, depth)
