"""The engines that runs can choose from, by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from converter.run.kernels import FRESH, Kernels

# Name -> what it is, for help texts.
ENGINES = {
    "papermill": "a new kernel for every run",
    "warm": "a fork of a process that has made the imports",
    "warm-zmq": "the same, with an ordinary kernel's sockets",
}


@contextmanager
def kernels_of(engine: str, *, workers: int = 1) -> Iterator[Kernels]:
    """The kernels of the engine with this name, for up to `workers` runs at a time."""
    if engine == "papermill":
        yield FRESH
        return
    from converter.run.warm.pool import warm_pool

    with warm_pool(workers=workers, mode="zmq" if engine == "warm-zmq" else "in-process") as pool:
        yield pool
