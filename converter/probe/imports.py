"""Functions that are called right after a module was first imported; nothing is imported early."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from typing import Any

After = Callable[[Any], None]


class _AfterImport(MetaPathFinder):
    """Finds watched modules as the other finders do, and tells when they were executed."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[After]] = {}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        actions = self.waiting.get(name)
        if not actions:
            return None
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is None:
                continue
            if spec.loader is not None:
                spec.loader = _Telling(spec.loader, self.waiting.pop(name))
            return spec
        return None


class _Telling(Loader):
    """A loader that calls `actions` after the module was executed."""

    def __init__(self, loader: Any, actions: list[After]) -> None:
        self._loader = loader
        self._actions = actions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        for action in self._actions:
            action(module)


_FINDER = _AfterImport()


def after_import(name: str, action: After) -> None:
    """Nothing; `action` is called with the module now or when it is first imported."""
    module = sys.modules.get(name)
    if module is not None:
        action(module)
        return
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
    _FINDER.waiting.setdefault(name, []).append(action)
