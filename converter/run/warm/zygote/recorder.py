"""Imports made in the server, with a record of what each loaded module did and needs.

The import system is watched, not replaced: `importlib` tells when a module begins and ends,
`__import__` who asks for whom. Both functions bear the name of a file of importlib's, so that
warnings which name the importing line count their frames as ever.
"""

from __future__ import annotations

import builtins
import importlib
import logging
import os
import re
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from ipykernel.iostream import OutStream

from . import effects
from .effects import STATEMENT, Effect, Replay
from .environ import remembering

_WATCHING = """
def loading(real, begun, ended):
    def _load_unlocked(spec):
        begun(spec.name)
        try:
            return real(spec)
        finally:
            ended(spec.name)
    return _load_unlocked

def importing(real, asked, frame):
    def __import__(name, globals=None, locals=None, fromlist=(), level=0):
        asked(name, globals, fromlist, level, frame(1).f_lineno)
        return real(name, globals, locals, fromlist, level)
    return __import__
"""
_hooks: dict[str, Any] = {}
exec(compile(_WATCHING, "<nbship importlib._bootstrap>", "exec"), _hooks)
# Unlike any filter that a module sets, so that none replaces it.
_ALL_SHOWN = ("always", re.compile("(?s).*nbship|.*"), Warning, None, 0)
_SHOWN = "_showwarnmsg_impl"
bootstrap: Any = importlib._bootstrap


class Recorder:
    """What the server knows of the modules that it has imported."""

    def __init__(self, shell: Any) -> None:
        self.effects: list[Effect] = []
        self.needs: dict[str, set[str]] = defaultdict(set)
        self.reads: dict[str, set[str]] = defaultdict(set)
        self.order: dict[str, int] = {}
        self.variables: set[str] = set()  # that imports themselves set
        self._shell = shell
        self._loading: list[str] = []
        self.lines: dict[tuple[str, str], int] = {}  # where a module imports another one
        self._asked: set[tuple[str, str, tuple[str, ...], int]] = set()
        self._seen = self._state()
        self._known: set[str] = set()

    @contextmanager
    def recording(self) -> Iterator[None]:
        """While the block runs, imports are recorded, and their effects then taken back."""
        before = self._state()
        warnings.filters.insert(0, _ALL_SHOWN)  # type: ignore[attr-defined]
        effects.filters_mutated()
        self._seen = self._state()
        self._known = set(sys.modules)
        replaced = [
            (bootstrap, "_load_unlocked", _hooks["loading"](*self._loaders())),
            (builtins, "__import__", self._importing()),
            (warnings, _SHOWN, self._warned),
        ]
        saved = [(owner, name, getattr(owner, name)) for owner, name, _ in replaced]
        try:
            for owner, name, function in replaced:
                setattr(owner, name, function)
            self._listen(True)
            yield
        finally:
            self._listen(False)
            for owner, name, function in saved:
                setattr(owner, name, function)
            self._settle()
            self._restore(before)
            self._resolve()

    def _importing(self) -> Any:
        return _hooks["importing"](builtins.__import__, self._asks, sys._getframe)

    def _loaders(self) -> tuple[Callable[..., Any], ...]:
        return bootstrap._load_unlocked, self._begun, self._ended

    def _begun(self, name: str) -> None:
        self._settle()
        if self._loading:
            self.needs[self._loading[-1]].add(name)
        self.order.setdefault(name, len(self.order))
        self._loading.append(name)

    def _ended(self, name: str) -> None:
        self._settle()
        self._loading.pop()

    def _asks(self, name: str, scope: Any, names: Any, level: int, line: int) -> None:
        if not scope:
            return
        importer = scope.get("__name__", "")
        if level:
            package = bootstrap._calc___package__(scope)
            name = bootstrap._resolve_name(name, package, level)
        self._asked.add((importer, name, tuple(names or ()), line))
        self.lines.setdefault((importer, name), line)

    def _resolve(self) -> None:
        """Turn what was asked for into the names of modules."""
        for importer, name, names, line in self._asked:
            parts = name.split(".")
            asked = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
            asked += [f"{name}.{each}" for each in names]
            found = [each for each in asked if each in sys.modules]
            self.needs[importer].update(found)
            for each in found:
                self.lines.setdefault((importer, each), line)
        self._asked.clear()

    def noted(self, module: str, replay: Replay) -> None:
        """Note something that a module did while it was loaded."""
        self.effects.append(Effect(len(self.effects), module, replay))

    def _noted(self, replay: Replay) -> None:
        self.noted(self._loading[-1] if self._loading else "", replay)

    def _warned(self, message: Any) -> None:
        frame: Any = sys._getframe()
        while frame is not None:
            code = frame.f_code
            if code.co_filename == message.filename and frame.f_lineno == message.lineno:
                break
            frame = frame.f_back
        module = self._loading[-1] if self._loading else ""
        owner: dict[str, Any] = frame.f_globals if frame is not None else vars(sys)
        name = str(owner.get("__name__", ""))
        if message.filename == STATEMENT or module in self._asked_at(name, message.lineno):
            importer = "" if message.filename == STATEMENT else name
            told = message.message, message.category, module, importer
            self._noted(effects.warning_at_importer(*told))
            return
        place = message.filename, message.lineno, owner
        self._noted(effects.warning_shown(message.message, message.category, place))

    def _asked_at(self, importer: str, line: int) -> set[str]:
        """The modules that an import statement at this line asks for."""
        return {name for (who, name), at in self.lines.items() if (who, at) == (importer, line)}

    def _read(self, variables: str) -> None:
        if self._loading:
            self.reads[self._loading[-1]].add(variables)

    def _listen(self, on: bool) -> None:
        """Hear what is written to the streams and read from the environment."""
        for name in ("stdout", "stderr"):
            stream: Any = getattr(sys, name)
            stream.__class__ = _listening(self, name) if on else OutStream
        os.environ.__class__ = remembering(self._read) if on else os._Environ

    def _state(self) -> tuple[Any, ...]:
        callbacks = self._shell.events.callbacks
        return (
            list(warnings.filters),
            dict(os.environ._data),  # type: ignore[attr-defined]
            {event: list(functions) for event, functions in callbacks.items()},
            list(logging.root.handlers),
            logging.root.level,
            effects.next_thread(),
        )

    def _settle(self) -> None:
        """Note what has changed since the last look: the module that was loading did it."""
        self._note_aliases()
        seen, now = self._seen, self._state()
        if seen == now:
            return
        self._seen = now
        if seen[0] != now[0]:
            self._noted(effects.filters_changed(seen[0], now[0]))
        if seen[1] != now[1]:
            changed = _difference(seen[1], now[1])
            self._noted(effects.environment_changed(changed))
            if self._loading:
                self.variables.update(changed)
        for event, functions in now[2].items():
            added = [one for one in functions if one not in seen[2].get(event, [])]
            if added:
                events = self._shell.events
                self._noted(effects.callbacks_added(events, event, added))
        if seen[5] != now[5]:
            self._noted(effects.threads_numbered(now[5] - seen[5]))
        if seen[3:5] != now[3:5]:
            added = [one for one in now[3] if one not in seen[3]]
            self._noted(effects.root_logger_changed(added, now[4]))

    def _note_aliases(self) -> None:
        """Modules that another one has put into `sys.modules` by itself come with that one."""
        count = len(sys.modules) - len(self._known)
        if count > 0:
            unseen = (name for name in reversed(sys.modules) if name not in self._known)
            new = set(islice(unseen, count))
            self._known |= new
            if self._loading:
                self.needs[self._loading[-1]] |= new

    def _restore(self, state: tuple[Any, ...]) -> None:
        warnings.filters[:] = state[0]  # type: ignore[index]
        effects.filters_mutated()
        for name, value in _difference(os.environ._data, state[1]).items():  # type: ignore[attr-defined]
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        for event, functions in self._shell.events.callbacks.items():
            functions[:] = state[2].get(event, [])
        logging.root.handlers[:] = state[3]
        logging.root.setLevel(state[4])


def _difference(before: Any, after: Any) -> dict[str, str | None]:
    changed = {name for name, value in after.items() if before.get(name) != value}
    return {
        os.fsdecode(name): os.fsdecode(after[name]) if name in after else None
        for name in sorted(changed | (before.keys() - after.keys()))
    }


def _listening(recorder: Recorder, stream: str) -> type:
    class Listening(OutStream):
        def write(self, string: str) -> int:
            recorder._noted(effects.text_written(stream, string))
            return len(string)

        def flush(self) -> None:
            return None

    return Listening


def statement_code(statement: str) -> Any:
    """The import statement as code; an import inside it is seen as the notebook's own."""
    return compile(statement, STATEMENT, "exec")
