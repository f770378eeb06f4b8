"""A memory limit for a run: its processes' resident memory is watched, and too much ends them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from converter.errors import EnvironmentProblem

_EVERY = 0.1  # seconds between two looks
_PROC = Path("/proc")


def ensure_limits_work() -> None:
    """Raise EnvironmentProblem where memory cannot be watched."""
    if not (sys.platform == "linux" and (_PROC / "self/statm").exists()):
        raise EnvironmentProblem(
            "a memory limit needs Linux and its /proc",
            hint="leave it out, or limit the whole process (container, systemd-run, ulimit)",
        )


@contextmanager
def memory_limited(pid: int, limit: int, exceeded: Callable[[], None]) -> Iterator[None]:
    """While the block runs, the processes under `pid` may use `limit` bytes.

    Beyond that `exceeded` is called and the process group of `pid` is killed.
    """
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(_EVERY):
            if memory_of(pid) > limit:
                exceeded()
                kill_group(pid)
                return

    watcher = threading.Thread(target=look, name="nbship-memory", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def memory_of(pid: int) -> int:
    """Bytes that the run of process `pid` holds; 0 when it is gone.

    All resident pages of the process itself, as for a kernel that made its imports alone, and
    the proportional share of each descendant, which may have been forked from it.
    """
    return _resident(pid) + sum(_share(each) for each in descendants(pid))


def descendants(pid: int) -> list[int]:
    """The processes under `pid`, nearest first."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def kill_group(pid: int) -> None:
    """Kill the process group that `pid` leads; without one, the process."""
    with suppress(ProcessLookupError, PermissionError):
        if os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in (_PROC / str(pid) / "task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found


def _resident(pid: int) -> int:
    try:
        pages = (_PROC / str(pid) / "statm").read_text().split()
        return int(pages[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _share(pid: int) -> int:
    try:
        text = (_PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return _resident(pid)
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
