"""What a forked child has to make new, to be as a process that was just started."""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import logging
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_UNLESS_GIVEN = ("MPLBACKEND",)  # the kernel sets it later, where it is not set


def die_with(parent: int) -> None:
    """Have the system kill this process when its parent ends, however that ends."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def own_group(stdout: int, stderr: int) -> None:
    """A session and process group of its own, and the client's output for what bypasses Python."""
    os.setsid()
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    for fd in {stdout, stderr} - {1, 2}:
        os.close(fd)


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str | None]:
    """The variables that have changed, with their new values; None: it is gone."""
    names = sorted(before.keys() | after.keys())
    return {n: after.get(n) for n in names if before.get(n) != after.get(n)}


def settle(app: Any, job: dict[str, Any], booted: Mapping[str, str | None]) -> None:
    """The working directory, environment and arguments of the job.

    `booted` is what a kernel's own start does to its environment.
    """
    os.umask(job["umask"])
    os.chdir(job["folder"])
    kept = {name: booted[name] for name in booted if name not in _UNLESS_GIVEN}
    wanted = {n: v for n, v in {**job["environment"], **kept}.items() if v is not None}
    for name in set(os.environ) - set(wanted):
        del os.environ[name]
    os.environ.update(wanted)
    shell = app.shell
    launcher = importlib.util.find_spec("ipykernel_launcher")
    program = launcher.origin if launcher and launcher.origin else "ipykernel_launcher.py"
    if os.path.isabs(job["executable"]):
        sys.executable = job["executable"]
    sys.argv[:] = [program, *job["arguments"]]
    sys.orig_argv[:] = [sys.executable, "-m", "ipykernel_launcher", *job["arguments"]]
    app.connection_file = job["connection_file"]
    directories = shell.history_manager.dir_hist
    directories[:] = [Path.cwd()]
    if hasattr(shell, "starting_dir"):
        shell.starting_dir = os.getcwd()


def reseed(numpy: Any) -> None:
    """Random generators as a new process has them; `random` itself does that when it is forked.

    `numpy` is `numpy.random`, if it is there. Generators that a library always starts from the
    same seed (torch) stay as they are.
    """
    if numpy is not None:
        numpy.seed()


def restart_clocks() -> None:
    """Let what counts from the process's start count from now."""
    if sys.version_info >= (3, 13):
        logging._startTime = time.time_ns()  # type: ignore[attr-defined]
    else:
        logging._startTime = time.time()  # type: ignore[attr-defined]
    gc.enable()
