"""How a forked child ends: as the interpreter would, without tearing down what it shares.

A plain exit would run through all modules and objects and copy most of the server's memory for it.
What a notebook can notice is kept: other threads are waited for, `atexit` functions run, its
objects' finalizers run, and files that it left open are flushed.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
import threading
from contextlib import suppress
from typing import Any


def leave(shell: Any) -> None:
    """End the process."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    _drop(shell)
    gc.collect()
    _flush_files()
    os._exit(0)


def _drop(shell: Any) -> None:
    """Let go of the notebook's variables, as the interpreter does with `__main__`."""
    sys.last_value = None
    sys.last_traceback = None
    for space in (shell.user_ns, shell.user_module.__dict__, shell.user_ns_hidden):
        for name in list(space):
            value, space[name] = space[name], None
            if name == "_oh" and value:  # what cells returned
                value.clear()
            del value


def _flush_files() -> None:
    """Write what still waits in open files; the server's own are not among the objects."""
    for each in gc.get_objects():
        if isinstance(each, (io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper)):
            with suppress(OSError, ValueError):
                each.flush()
