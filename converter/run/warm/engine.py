"""Door to papermill's engines: the one that runs notebooks on warm kernels.

A process that runs several notebooks keeps its servers until it ends; one that runs a single
notebook starts and ends them with it.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args

from converter.run.warm.pool import Mode, WarmPool

SAVE_SECONDS = 2.0
_MANY = 1 << 12  # papermill's callers say how much runs at a time
_base: Any = Engine
_manager: Any = NotebookExecutionManager


class SavingManager(_manager):  # type: ignore[misc]
    """Saves at the start, every few seconds, after a failure, and at the end.

    Papermill saves twice for every cell, which costs more than most cells. `late_saves` is set once a
    kernel calls `tick` while it waits for a cell; until then this is papermill's manager.
    """

    late_saves = False
    _unsaved = False
    _saved = 0.0

    def save(self, **kwargs: Any) -> None:
        """Save when it is time, else remember that there is something to save."""
        if self.late_saves and time.monotonic() - self._saved < SAVE_SECONDS:
            self.nb: Any = kwargs.get("nb") or self.nb
            self._unsaved = True
            return
        super().save(**kwargs)
        self._unsaved, self._saved = False, time.monotonic()

    def tick(self) -> None:
        """Save what waits, when it is time."""
        if self._unsaved:
            self.save()

    def cell_exception(self, *args: Any, **kwargs: Any) -> None:
        """Note the failure; what follows is saved at once."""
        super().cell_exception(*args, **kwargs)
        self.late_saves = False

    def notebook_complete(self, **kwargs: Any) -> None:
        """Finish and save."""
        self.late_saves = False
        super().notebook_complete(**kwargs)


class _WarmEngine(_base):  # type: ignore[misc]
    mode: Mode = "in-process"

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: Any = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **kwargs: Any,
    ) -> Any:
        """What papermill's engine does, with another manager of saves."""
        manager = SavingManager(
            nb,
            output_path=output_path,
            progress_bar=progress_bar,
            log_output=log_output,
            autosave_cell_every=autosave_cell_every,
        )
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, **kwargs)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run the notebook on a warm kernel, or as papermill does where that cannot be."""
        pool = _pool(cls.mode)
        lent = pool.lent(
            nb_man.nb,
            kernel=kernel_name,
            environment=os.environ,
            folder=os.getcwd(),
            streams=(1, 2),
        )
        with lent as kernel:
            if kernel is None:
                logger.warning("nbship: a kernel of papermill's own, because %s", pool.remarks[-1])
                NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
                return
            nb_man.late_saves = True
            kernel.tick = nb_man.tick
            client: Any = PapermillNotebookClient
            try:
                client(nb_man, km=kernel, **_client_options(kernel_name, **options)).execute()
            finally:
                if kernel.conflict():
                    logger.error("nbship: %s; the default engine can run it", kernel.conflict())


def _client_options(
    kernel_name: str,
    *,
    start_timeout: int = 60,
    execution_timeout: int | None = None,
    **options: Any,
) -> dict[str, Any]:
    """The options of papermill's client, put together as papermill's own engine does."""
    given = remove_args(["input_path", "timeout", "startup_timeout"], **options)
    found: dict[str, Any] = merge_kwargs(
        given,
        timeout=execution_timeout or options.get("timeout"),
        startup_timeout=start_timeout,
        kernel_name=kernel_name,
        log=logger,
    )
    return found


class _ZmqEngine(_WarmEngine):
    mode: Mode = "zmq"


def engine_of(mode: str) -> Any:
    """The papermill engine of this mode."""
    return {"in-process": _WarmEngine, "zmq": _ZmqEngine}[mode]


_pools: dict[tuple[int, Mode], WarmPool] = {}
_turn = threading.Lock()


def _pool(mode: Mode) -> WarmPool:
    """This process's pool; a forked process makes one of its own."""
    key = os.getpid(), mode
    with _turn:
        if key not in _pools:
            pool = _pools[key] = WarmPool(_MANY, mode)
            atexit.register(pool.close)
        return _pools[key]
