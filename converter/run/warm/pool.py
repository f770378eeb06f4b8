"""Warm kernels for many runs: the seam that sweeps, searches and `nbship run` build on.

    with warm_pool(workers=2) as pool:
        outcome = run_notebook(flow, target, parameters=ps, values=vs, kernels=pool)

- A pool starts a server process for the notebooks that it sees: one for each Python, set of
  imports and environment that have to differ. The server makes the notebook's imports and forks
  one clean child for each run. The first run of a notebook therefore waits for its imports
  (`pool.warm(node, ...)` begins them earlier); later runs start within some ten milliseconds.
- `run_notebook` may be called from several threads at once; every call is an isolated run in a
  process of its own. At most `workers` of them run at the same time, further ones wait.
- Outcomes are those of papermill runs: `run_notebook` returns a `RunOutcome`, or raises
  `NotebookError` (a cell failed), `KernelDied` (the child crashed, was killed, or its server was),
  `MemoryExceeded` (more than `max_memory`), `RunTimeout`. One run's death never touches another
  run, and the pool stays usable after each of them; a crashed server is replaced by the next run.
- Where warm kernels cannot work (another operating system than Linux, a kernel that is not
  ipykernel, imports that start threads for good) the run gets a kernel of papermill's own;
  `pool.remarks` tells why, once for each reason.
- Leaving the block ends what still runs and leaves no process, socket or folder behind; so does
  the death of the process that made the pool, whatever kills it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

Mode = Literal["in-process", "zmq"]


class WarmPool:
    """Lends warm kernels; made by `warm_pool`. A `Kernels` for `run_notebook`."""

    def __init__(self, workers: int, mode: Mode) -> None:
        self.remarks: list[str] = ["warm kernels are not built yet"]
        self._free = threading.BoundedSemaphore(workers)

    @contextmanager
    def lent(
        self, node: Any, *, kernel: str, environment: Mapping[str, str], folder: str
    ) -> Iterator[Any | None]:
        """A kernel manager for one run of `node`, or None where papermill has to start it."""
        with self._free:
            yield None

    def warm(self, node: Any, *, kernel: str, environment: Mapping[str, str]) -> None:
        """Begin the imports of `node`; returns at once."""


@contextmanager
def warm_pool(*, workers: int = 1, mode: Mode = "in-process") -> Iterator[WarmPool]:
    """A pool for up to `workers` runs at a time.

    `mode`: `in-process` runs cells in the forked child itself; `zmq` gives each child the sockets
    of an ordinary kernel, slower and exact to the last message.
    """
    yield WarmPool(workers, mode)
