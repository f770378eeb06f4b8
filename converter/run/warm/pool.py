"""Warm kernels for many runs: the seam that sweeps, searches and `nbship run` build on.

    with warm_pool(workers=2) as pool:
        outcome = run_notebook(flow, target, parameters=ps, values=vs, kernels=pool)

- A pool starts a server process for the notebooks that it sees: one for each Python, set of
  imports and environment that have to differ. The server makes the notebook's imports and forks
  one clean child for each run. The first run of a notebook therefore waits for its imports
  (`pool.ahead(sources, ...)` makes them begin earlier); later runs start within some ten
  milliseconds.
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
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Literal

from converter.run.warm.foreseen import Foreseen, foreseen
from converter.run.warm.launch import Launch, Unsuitable, launch_of
from converter.run.warm.lent import WarmKernel
from converter.run.warm.request import Request, Unfit, connection_file
from converter.run.warm.servers import Servers, Warmed
from converter.run.warm.zygote.wire import Gone

Mode = Literal["in-process", "zmq"]
_TRIES = 3


class WarmPool:
    """Lends warm kernels; made by `warm_pool`. A `Kernels` for `run_notebook`."""

    def __init__(self, workers: int, mode: Mode) -> None:
        self.remarks: list[str] = []
        self._mode: Mode = mode
        self._free = threading.BoundedSemaphore(workers)
        self._servers = Servers()
        self._conflicts: dict[Foreseen, str] = {}
        self._launches: dict[str, Launch] = {}
        self._ahead: list[threading.Thread] = []

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
            wanted = foreseen_in(node)
            try:
                if wanted in self._conflicts:
                    raise Unsuitable(self._conflicts[wanted])
                launch = self._launch(kernel)
                complete = launch.environment(environment)
                request = Request(self._mode, launch, wanted, complete, folder, streams)
                server, manager = self._forked(kernel, request)
            except Unsuitable as exc:
                self._remark(str(exc))
                yield None
                return
            try:
                yield manager
                manager.finish()
            except BaseException:  # ^C too: nobody waits for the child any more
                manager.finish(now=True)
                raise
            finally:
                if manager.conflict():
                    self._conflicts[wanted] = manager.conflict()
                self._servers.returned(server, manager.learned())

    def _forked(self, kernel: str, request: Request) -> tuple[Warmed, Any]:
        """A kernel for the run, and the server that has forked it. Raises Unsuitable."""
        why = "its server ends again and again"
        for _ in range(_TRIES):
            server = self._servers.taken(request.launch, request.wanted, request.environment)
            try:
                return server, self._manager(kernel, request, server)
            except (Gone, Unfit) as exc:
                self._servers.retire(server)
                self._servers.returned(server, [])
                why = str(exc) or why
            except BaseException:  # give it back, then on with the error
                self._servers.returned(server, [])
                raise
        raise Unsuitable(why)

    def _manager(self, kernel: str, request: Request, server: Warmed) -> Any:
        if self._mode == "in-process":
            file = connection_file(kernel)
            try:
                return WarmKernel(request.child(server.process, file), file)
            except BaseException:  # clean up, then on with the error
                os.unlink(file)
                raise
        from converter.run.warm.forked import ZmqKernel

        return ZmqKernel.started(kernel, lambda file: request.child(server.process, file))

    def ahead(self, sources: Iterable[str], *, kernel: str, environment: Mapping[str, str]) -> None:
        """Begin to make the imports of code cells with these texts, for the runs to come.

        Returns at once; what cannot be done is told by the first run.
        """
        thread = threading.Thread(
            target=self._warm, args=(list(sources), kernel, environment), name="nbship-ahead"
        )
        self._ahead.append(thread)
        thread.start()

    def _warm(self, sources: list[str], kernel: str, environment: Mapping[str, str]) -> None:
        with suppress(Unsuitable):
            launch = self._launch(kernel)
            complete = launch.environment(environment)
            server = self._servers.taken(launch, foreseen(sources), complete)
            self._servers.returned(server, [])

    def _launch(self, kernel: str) -> Launch:
        if kernel not in self._launches:
            self._launches[kernel] = launch_of(kernel)
        return self._launches[kernel]

    def close(self) -> None:
        """End the servers and what they run."""
        for thread in self._ahead:
            thread.join()
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
