"""Files that Python code opens, and a guard: what only is linked into a working copy is copied
before anything writes to it."""

from __future__ import annotations

import os
import shutil
import site
import sys
import sysconfig
from collections.abc import Callable
from typing import Any

CODE = (".py", ".pyc", ".pyi", ".so", ".pyd", ".pth", ".egg-link", ".mplstyle", ".afm", ".ttf")
SYSTEM = ("/proc", "/sys", "/dev", "/etc", "/usr", "/lib", "/var/lib", "/opt/conda")
CHANGING = {"os.truncate": 0, "os.chmod": 0, "os.utime": 0, "sqlite3.connect": 0}


class Files:
    """Notes what is opened while `listening`; `heard` gets (path, "r" or "w") once each."""

    def __init__(self, root: str, heard: Callable[[str, str], None], ours: tuple[str, ...]) -> None:
        self.listening = False
        self._root = os.path.join(os.path.realpath(root), "")
        self._heard = heard
        self._busy = False
        self._known: set[tuple[str, str]] = set()
        folders = [*sysconfig.get_paths().values(), site.getusersitepackages(), *ours, *SYSTEM]
        folders += getattr(site, "getsitepackages", list)()
        self._left_out = tuple(sorted({os.path.join(folder, "") for folder in folders}))
        self._home = os.path.join(os.path.expanduser("~"), ".")
        sys.addaudithook(self._event)

    def _event(self, event: str, details: tuple[Any, ...]) -> None:
        if self._busy or not (event == "open" or event in CHANGING):
            return
        self._busy = True
        try:
            self._look(event, details)
        except (OSError, TypeError, ValueError, IndexError):
            pass  # not a path: the caller will hear it from the system
        finally:
            self._busy = False

    def _look(self, event: str, details: tuple[Any, ...]) -> None:
        path = details[0]
        if event == "open":
            mode, flags = details[1], details[2]
            wide = os.O_WRONLY | os.O_RDWR
            writes = any(c in mode for c in "wax+") if isinstance(mode, str) else bool(flags & wide)
        else:
            writes = True
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        path = os.fspath(path) if not isinstance(path, int) else ""
        if not path or path == ":memory:":
            return
        whole = os.path.abspath(path)
        if writes:
            self._unshare(whole)
        if self.listening and event == "open":
            self._note(whole, "w" if writes else "r")

    def _unshare(self, path: str) -> None:
        """Nothing; a link of the working copy becomes a file of its own."""
        folder = os.path.realpath(os.path.dirname(path))
        here = os.path.join(folder, os.path.basename(path))
        if here.startswith(self._root) and os.path.islink(here) and os.path.isfile(here):
            part = here + ".nbship-copy"
            shutil.copy2(here, part)
            os.replace(part, here)

    def _note(self, path: str, mode: str) -> None:
        if path.endswith(CODE) or (path, mode) in self._known:
            return
        self._known.add((path, mode))
        inside = path.startswith(self._root)
        if not inside and path.startswith((*self._left_out, self._home)):
            return
        self._heard(path, mode)
