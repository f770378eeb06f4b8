"""What an import must not leave changed in the server, because no child could undo or repeat it."""

from __future__ import annotations

import builtins
import locale
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

# jemalloc (in pyarrow) locks itself before a fork and starts anew after it.
_FORK_SAFE = ("jemalloc_bg_thd",)
_HARMLESS = ("/dev/null", "/dev/urandom", "/dev/random")


class Probes:
    """A look at the process before and after an import statement."""

    def __init__(self, published: list[Any], captured: int) -> None:
        """`published` fills with messages of imports; `captured` is the file behind fd 1 and 2."""
        self._published, self._captured = published, captured
        self._seen: dict[str, Any] = {}

    def begin(self) -> None:
        """Take what is now as what should stay."""
        self._seen = self._state()

    def complaint(self, root: str) -> str:
        """Why what was just imported from `root` cannot be kept in the server, or nothing."""
        seen, now = self._seen, self._state()
        self._seen = now
        for name, what in _WORDS.items():
            appeared = name in _LIBRARIES and (seen[name] is None or name == root)
            if seen[name] != now[name] and not appeared:
                return what
        return _threads_that_stay()

    def _state(self) -> dict[str, Any]:
        return {
            "published": len(self._published),
            "captured": os.fstat(self._captured).st_size,
            "files": _open_files(),
            **{name: look() for name, look in _LOOKS.items()},
        }


class Pools:
    """Thread pools that libraries start when they are imported, and can stop and start again."""

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}

    def pause(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        """Stop those that are new: the modules, and what starts each one again."""
        for name, (setter, single) in _POOLS.items():
            module = sys.modules.get(name)
            if module is not None and name not in self._sizes:
                set_size = getattr(module, setter)
                self._sizes[name] = set_size(single)
                yield name, partial(set_size, self._sizes[name])


# Module -> a function that sets the size of its pool and returns the old one; the size without
# threads. numexpr comes with pandas.
_POOLS = {"numexpr": ("set_num_threads", 1)}


def _threads_that_stay() -> str:
    """Threads that are there after a fork: those of OpenBLAS end before it and start again."""
    if threading.active_count() > 1:
        return "starts a thread"
    if _native_threads() == 1:
        return ""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return "" if _native_threads() == 1 else "starts a native thread"


def _native_threads() -> int:
    """How many threads the system sees, without those that forks cannot hurt."""
    names = []
    for task in os.listdir("/proc/self/task"):
        try:
            with open(f"/proc/self/task/{task}/comm") as file:
                names.append(file.read().strip())
        except OSError:  # it has just ended
            continue
    return sum(name not in _FORK_SAFE for name in names)


def _open_files() -> frozenset[str]:
    """What the descriptors of the process stand for."""
    found = set()
    for fd in os.listdir("/proc/self/fd"):
        try:
            found.add(f"{fd} {os.readlink(f'/proc/self/fd/{fd}')}")
        except OSError:
            continue
    return frozenset(each for each in found if each.partition(" ")[2] not in _HARMLESS)


def _matplotlib() -> Any:
    """matplotlib's settings, once it is there: another library that changes them is noticed."""
    module = sys.modules.get("matplotlib")
    settings = getattr(module, "rcParams", None)
    return None if settings is None else repr(dict.items(settings))


def _numpy() -> Any:
    module = sys.modules.get("numpy")
    if module is None or not hasattr(module, "geterr"):
        return None
    return repr((module.geterr(), module.get_printoptions()))


def _pandas() -> Any:
    module = sys.modules.get("pandas._config.config")
    return None if module is None else repr(getattr(module, "_global_config", None))


def _start_method() -> Any:
    module = sys.modules.get("multiprocessing")
    return module.get_start_method(allow_none=True) if module is not None else None


_LIBRARIES = ("matplotlib", "numpy", "pandas")  # None until they are there
_LOOKS: dict[str, Callable[[], Any]] = {
    "signals": lambda: [signal.getsignal(number) for number in sorted(signal.valid_signals())],
    "folder": os.getcwd,
    "path": lambda: [place for place in sys.path if place],
    "builtins": lambda: sorted(vars(builtins)),
    "hooks": lambda: (sys.excepthook, sys.displayhook, threading.excepthook, sys.getprofile()),
    "streams": lambda: (id(sys.stdin), id(sys.stdout), id(sys.stderr)),
    "warnings": lambda: (warnings.showwarning, warnings.formatwarning, warnings.warn),
    "locale": lambda: locale.setlocale(locale.LC_ALL),
    "limits": lambda: (sys.getrecursionlimit(), sys.getswitchinterval()),
    "start": _start_method,
    "matplotlib": _matplotlib,
    "numpy": _numpy,
    "pandas": _pandas,
}
_WORDS = {
    "published": "displays something when it is imported",
    "captured": "writes to the terminal when it is imported",
    "files": "keeps a file, device or connection open",
    "signals": "handles signals",
    "folder": "changes the working directory",
    "path": "changes sys.path",
    "builtins": "changes the builtins",
    "hooks": "changes Python's hooks",
    "streams": "replaces standard streams",
    "warnings": "replaces the functions of warnings",
    "locale": "changes the locale",
    "limits": "changes limits of the interpreter",
    "start": "chooses how multiprocessing starts",
    "matplotlib": "changes matplotlib's settings",
    "numpy": "changes numpy's settings",
    "pandas": "changes pandas' settings",
}
