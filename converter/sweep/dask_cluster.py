"""Door to dask.distributed: a cluster as a standard executor."""

from __future__ import annotations

import concurrent.futures as futures
import importlib
import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from converter.errors import EnvironmentProblem
from converter.sweep.schedule import WorkerLost

_PATIENCE = 30
_AHEAD = 2
"""Runs for each thread of the cluster that are under way or wait at a worker."""


@contextmanager
def dask_executor(address: str, workers: int) -> Iterator[tuple[futures.Executor, int]]:
    """An executor that submits to the scheduler at `address`, and how many runs to submit.

    Without an address a cluster of `workers` processes is started here, and ended with the block.
    """
    client, cluster = _connected(address, workers)
    try:
        threads = sum(client.nthreads().values())
        yield _Cluster(client), max(1, threads) * (_AHEAD if address else 1)
    finally:
        client.close(timeout=_PATIENCE)
        if cluster is not None:
            cluster.close(timeout=_PATIENCE)


def _connected(address: str, workers: int) -> tuple[Any, Any]:
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as exc:
        hint = "pip install 'nbship[dask]'"
        raise EnvironmentProblem("dask.distributed is not installed", hint=hint) from exc
    # A worker that dies is replaced, and its runs begin anew: no news to the user.
    logging.getLogger("distributed").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="Sending large graph")
    cluster: Any = None
    try:
        if not address:
            cluster = distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                host="127.0.0.1",
                silence_logs=logging.CRITICAL,
            )
        client = distributed.Client(cluster or address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as exc:
        hint = "start it with `dask scheduler`, and name it: --on dask://HOST:8786"
        raise EnvironmentProblem(f"no dask scheduler at {address}: {exc}", hint=hint) from exc
    try:  # those that were started with the scheduler may still be on their way
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as exc:
        client.close()
        if cluster is not None:
            cluster.close()
        hint = f"start one with `dask worker {address}`" if address else "try again"
        where = address or "127.0.0.1"
        raise EnvironmentProblem(f"the scheduler at {where} has no workers", hint=hint) from exc
    return client, cluster


class _Cluster(futures.Executor):
    """Dask's own executor, with its exceptions turned into ours."""

    def __init__(self, client: Any) -> None:
        self._pool = client.get_executor(pure=False)

    def submit(self, function, /, *arguments, **named):  # type: ignore[no-untyped-def]
        """A future for the call on some worker."""
        found: futures.Future[Any] = futures.Future()
        found.set_running_or_notify_cancel()
        self._pool.submit(function, *arguments, **named).add_done_callback(_hand_on(found))
        return found


def _hand_on(found: futures.Future[Any]) -> Callable[[futures.Future[Any]], None]:
    """A callback that ends `found` as another future has ended."""
    killed: Any = importlib.import_module("distributed").KilledWorker

    def done(theirs: futures.Future[Any]) -> None:
        if theirs.cancelled():
            hint = "--resume goes on when there is one again"
            found.set_exception(EnvironmentProblem("the dask scheduler is gone", hint=hint))
            return
        error = theirs.exception()
        if isinstance(error, killed):
            found.set_exception(WorkerLost(str(error)))
        elif error is not None:
            found.set_exception(error)
        else:
            found.set_result(theirs.result())

    return done
