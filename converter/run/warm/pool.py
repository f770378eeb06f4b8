"""Warm kernels for many runs: the seam that sweeps, searches and `nbship run` build on.

    with warm_pool(workers=2) as pool:
        outcome = run_notebook(flow, target, parameters=ps, values=vs, kernels=pool)

- A pool starts a server process for the notebooks that it sees: one for each Python, set of
  imports and environment that have to differ. The server makes the notebook's imports and forks
  one clean child for each run. The first run of a notebook therefore waits for its imports
  (`pool.warm(node, ...)` makes them earlier); later runs start within some ten milliseconds.
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

import os
import secrets
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

from converter.run.warm.foreseen import Foreseen, foreseen
from converter.run.warm.launch import Launch, Unsuitable, launch_of
from converter.run.warm.lent import WarmKernel
from converter.run.warm.process import null_device, run_on
from converter.run.warm.servers import Servers, Warmed
from converter.run.warm.zygote.wire import Gone

Mode = Literal["in-process", "zmq"]
_TRIES = 3


class WarmPool:
    """Lends warm kernels; made by `warm_pool`. A `Kernels` for `run_notebook`."""

    def __init__(self, workers: int, mode: Mode) -> None:
        self.remarks: list[str] = []
        self._free = threading.BoundedSemaphore(workers)
        self._servers = Servers()
        self._conflicts: dict[Foreseen, str] = {}

    @contextmanager
    def lent(
        self,
        node: Any,
        *,
        kernel: str,
        environment: Mapping[str, str],
        folder: str,
        streams: tuple[int, int] | None = None,
    ) -> Iterator[Any | None]:
        """A kernel manager for one run of `node`, or None where papermill has to start it.

        What bypasses Python's streams goes to the descriptors `streams`, or nowhere.
        """
        with self._free:
            try:
                launch = launch_of(kernel)
                wanted = foreseen_in(node)
                if wanted in self._conflicts:
                    raise Unsuitable(self._conflicts[wanted])
                complete = launch.environment(environment)
                request = _request(launch, complete, folder)
                found = self._forked(launch, wanted, request, streams)
            except Unsuitable as exc:
                self._remark(str(exc))
                yield None
                return
            server, manager = found
            try:
                yield manager
                manager.shutdown_kernel()
            except BaseException:  # ^C too: nobody waits for the child any more
                manager.shutdown_kernel(now=True)
                raise
            finally:
                if manager.conflict():
                    self._conflicts[wanted] = manager.conflict()
                self._servers.returned(server, manager.learned())

    def _forked(
        self,
        launch: Launch,
        wanted: Foreseen,
        request: dict[str, Any],
        streams: tuple[int, int] | None,
    ) -> tuple[Warmed, WarmKernel]:
        """A child for the run, and the server that has forked it. Raises Unsuitable."""
        request["late"] = sorted(wanted.late)
        why = "its server ends again and again"
        for _ in range(_TRIES):
            server = self._servers.taken(launch, wanted, request["environment"])
            try:
                return server, _child(server, request, streams)
            except Unsuitable:
                self._servers.returned(server, [])
                raise
            except (Gone, _Unfit) as exc:
                self._servers.retire(server)
                self._servers.returned(server, [])
                why = str(exc) or why
        raise Unsuitable(why)

    def warm(self, node: Any, *, kernel: str, environment: Mapping[str, str]) -> None:
        """Make the imports of `node`, so that its first run need not wait for them."""
        try:
            launch = launch_of(kernel)
            complete = launch.environment(environment)
            server = self._servers.taken(launch, foreseen_in(node), complete)
        except Unsuitable as exc:
            self._remark(str(exc))
            return
        self._servers.returned(server, [])

    def close(self) -> None:
        """End the servers and what they run."""
        self._servers.close()

    def _remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)


@contextmanager
def warm_pool(*, workers: int = 1, mode: Mode = "in-process") -> Iterator[WarmPool]:
    """A pool for up to `workers` runs at a time.

    `mode`: `in-process` runs cells in the forked child itself; `zmq` gives each child the sockets
    of an ordinary kernel, slower and exact to the last message.
    """
    pool = WarmPool(workers, mode)
    try:
        yield pool
    finally:
        pool.close()


def foreseen_in(node: Any) -> Foreseen:
    """What can be foreseen of a notebook's imports."""
    return foreseen(cell.source for cell in node.cells if cell.cell_type == "code")


class _Unfit(Exception):
    """The server does not suit this run, another one would."""


def _child(server: Warmed, request: dict[str, Any], streams: tuple[int, int] | None) -> WarmKernel:
    null = null_device()
    try:
        line, told = run_on(server.process, request, *(streams or (null, null)))
    finally:
        os.close(null)
    manager = WarmKernel(line, told)
    if not manager.refusal:
        return manager
    manager.close()
    if manager.refusal["unfit"] == "shadowed":
        raise Unsuitable(manager.refusal["why"])
    raise _Unfit(manager.refusal["why"])


def _request(launch: Launch, environment: Mapping[str, str], folder: str) -> dict[str, Any]:
    file = os.path.join(tempfile.gettempdir(), f"tmp{secrets.token_hex(4)}.json")
    return {
        "do": "run",
        "folder": folder,
        "environment": dict(environment),
        "umask": _umask(),
        "arguments": [word.replace("{connection_file}", file) for word in launch.arguments],
        "connection_file": file,
    }


def _umask() -> int:
    """The process's umask, read without changing it: other threads make files."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("Umask:"):
                return int(line.split()[1], 8)
    return 0o022
