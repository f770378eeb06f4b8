"""The local executor: threads, each of which waits for a run in processes of its own."""

from __future__ import annotations

import concurrent.futures as futures
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 30.0
_AGAIN = 0.2


@contextmanager
def local_executor(workers: int, end_all: Callable[[], None]) -> Iterator[futures.Executor]:
    """An executor for `workers` runs at a time.

    When the block is left by an exception, ^C too, `end_all` is called until every run has ended:
    it ends the processes of those that still run.
    """
    pool = futures.ThreadPoolExecutor(workers, thread_name_prefix="nbship-run")
    submitted: set[futures.Future[object]] = set()
    executor = _Watched(pool, submitted)
    try:
        yield executor
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        waited = 0.0
        while waited < _PATIENCE:
            end_all()
            _, left = futures.wait(submitted, timeout=_AGAIN)
            if not left:
                break
            waited += _AGAIN
        raise
    pool.shutdown()


class _Watched(futures.Executor):
    """An executor that knows which of its futures are still to end."""

    def __init__(self, pool: futures.Executor, submitted: set[futures.Future[object]]) -> None:
        self._pool = pool
        self._submitted = submitted

    def submit(self, function, /, *arguments, **named):  # type: ignore[no-untyped-def]
        future = self._pool.submit(function, *arguments, **named)
        self._submitted.add(future)
        future.add_done_callback(self._submitted.discard)
        return future
