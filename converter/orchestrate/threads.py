"""How many threads native libraries start in runs that share the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from converter.errors import UsageError
from converter.observe.launch import THREADS


@contextmanager
def shared_cores(workers: int, threads: int | None, *, on: str) -> Iterator[None]:
    """Within the block, new processes share the cores: BLAS and OpenMP start so many threads each.

    By default every run starts a thread for each core, and the threads of several runs wait for each
    other in loops. `threads` are what the user asks for; without, what the user's environment says
    is left, and so is a single worker. A cluster sees to its workers itself. Raises UsageError.
    """
    if on != "local":
        if threads is not None:
            hint = f"start its workers with {THREADS[0]}={threads}"
            raise UsageError("--threads is for runs on this machine, not a cluster's", hint=hint)
        yield
        return
    if threads is None:
        if workers == 1 or any(name in os.environ for name in THREADS):
            yield
            return
        threads = max(1, _cores() // workers)
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, str(threads)))
    try:
        yield
    finally:
        for name, text in before.items():
            if text is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = text


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
