"""Modules that the server has imported, kept out of sight until the notebook imports them.

A forked child begins with the `sys.modules` of a fresh kernel. The first import of a hidden module
brings it back, together with what an import of it would have loaded, and does again what their
loading did besides (see `effects`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from .effects import Return
from .recorder import Recorder

Check = Callable[[Sequence[str]], None]


class Stash:
    """A finder for `sys.meta_path` that hands out what is hidden."""

    def __init__(self, recorder: Recorder, baseline: Iterable[str]) -> None:
        """`baseline` are the modules that a fresh kernel has."""
        known = set(baseline)
        self._hidden = {n: m for n, m in sys.modules.items() if n not in known}
        self.all_names = frozenset(self._hidden)
        self._origins = {n: _origin(m) for n, m in self._hidden.items() if "." not in n}
        self._recorder = recorder
        self._needs = {name: set(self._needed(name)) for name in self._hidden}
        self._check: Check = lambda names: None

    def withdraw(self) -> None:
        """Take the modules out of `sys.modules`: once, in the server, not in every child."""
        for name in self._hidden:
            sys.modules.pop(name, None)

    def restore(self) -> None:
        """Undo `withdraw`, for further imports."""
        sys.modules.update(self._hidden)

    def offer(self, check: Check) -> None:
        """In a child: bring modules back when they are imported, after `check` was asked.

        The server's own modules go out of sight for good.
        """
        self._check = check
        for name in [n for n in sys.modules if f"{n}.".startswith(f"{__package__}.")]:
            del sys.modules[name]
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The module's own spec, with a loader that brings it back."""
        if name not in self._hidden:
            return None
        real = getattr(self._hidden[name], "__spec__", None)
        if not isinstance(real, ModuleSpec):
            return ModuleSpec(name, loader=_loader(self, None))
        spec = ModuleSpec(name, loader=_loader(self, real.loader), origin=real.origin)
        spec.__dict__.update({k: v for k, v in vars(real).items() if k != "loader"})
        return spec

    def bring_back(self, name: str) -> None:
        """Put a module and all that its import loads back into `sys.modules`."""
        names = sorted(self._closure(name), key=self._recorder.order.get)  # type: ignore[arg-type]
        self._check(names)
        returned = {each: self._hidden.pop(each) for each in names}
        sys.modules.update(returned)
        back = Return(name, returned, self._recorder.lines)
        for effect in self._recorder.effects:
            if effect.module in returned:
                effect.replay(back)

    def module(self, name: str) -> Any:
        """A module that is hidden still, or None."""
        return self._hidden.get(name)

    def names(self) -> list[str]:
        """The modules that are hidden still."""
        return list(self._hidden)

    def roots(self) -> set[str]:
        """The top-level names of library modules among them."""
        return set(self._origins)

    def origin(self, root: str) -> str | None:
        """The file of a top-level module."""
        return self._origins.get(root)

    def _closure(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each in self._hidden and each not in found:
                found.add(each)
                waiting += self._needs[each]
        return found

    def _needed(self, name: str) -> Iterator[str]:
        """The hidden modules that this one has loaded, asked for, or holds."""
        self._recorder.order.setdefault(name, len(self._recorder.order))
        parent = name.rpartition(".")[0]
        held = _held(self._hidden[name])
        for each in {parent, *self._recorder.needs.get(name, ()), *held}:
            if each in self._hidden:
                yield each


def _origin(module: Any) -> str | None:
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    return origin if isinstance(origin, str) else None


def _held(module: Any) -> Iterator[str]:
    """The modules that an extension module's globals come from: it imports unseen."""
    loader = getattr(getattr(module, "__spec__", None), "loader", None)
    if not isinstance(module, ModuleType) or not isinstance(loader, ExtensionFileLoader):
        return
    for value in list(vars(module).values()):
        kind = type(value)
        if kind is ModuleType:
            yield value.__name__
        elif kind is FunctionType or kind is BuiltinFunctionType:
            yield value.__module__ or ""
        elif isinstance(value, type):
            origin = vars(value).get("__module__")
            yield origin if isinstance(origin, str) else ""


class _Return:
    """A loader that gives back a module which is there already."""

    def __init__(self, stash: Stash, real: Any) -> None:
        self._stash, self._real = stash, real

    def create_module(self, spec: ModuleSpec) -> None:
        """The default: importlib takes what `exec_module` puts into `sys.modules` instead."""

    def exec_module(self, module: ModuleType) -> None:
        """Bring the real module back in place of the empty one."""
        self._stash.bring_back(module.__name__)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def _loader(stash: Stash, real: Any) -> Any:
    return _Return(stash, real)
