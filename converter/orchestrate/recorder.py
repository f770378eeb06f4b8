"""Records on their way to the store: written in the background, so that no run waits for it.

A store that cannot be written never fails a run: it is said once, and the run goes on.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Protocol

from converter.errors import EnvironmentProblem, StoreProblem
from converter.mirror.mlflow_runs import Mirror
from converter.model.run_record import RunRecord

_MOST = 200
"""Records written in one transaction."""


class Recorder(Protocol):
    """Takes records; `close` returns when the last one is kept, or given up."""

    def put(self, record: RunRecord) -> None: ...

    def close(self) -> None: ...


class NoRecorder:
    """Keeps nothing: `--no-store`."""

    def put(self, record: RunRecord) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class StoreRecorder:
    """Keeps records in the store at `url`; `warn` is told of the first that it cannot keep."""

    def __init__(self, url: str, warn: Callable[[str], None]) -> None:
        self._url = url
        self._warn = warn
        self._waiting: queue.Queue[RunRecord | None] = queue.Queue()
        self.problem: StoreProblem | None = None
        self._writer = threading.Thread(target=self._write, name="nbship-store", daemon=True)
        self._writer.start()

    def put(self, record: RunRecord) -> None:
        """Take a record; a later one with the same id replaces it."""
        self._waiting.put(record)

    def close(self) -> None:
        """Wait for what is still to be written, and tell what could not be."""
        self._waiting.put(None)
        self._writer.join()
        if self.problem is not None:
            self._warn(f"the run is not in the store: {self.problem.message}")

    def _write(self) -> None:
        from converter.store.store import open_store

        store = None
        last = False
        while not last:
            batch, last = self._batch()
            if self.problem is not None or not batch:
                continue
            try:
                store = store or open_store(self._url, lasting=True)
                store.put(batch)
            except StoreProblem as exc:
                self.problem = exc
        if store is not None:
            store.close()

    def _batch(self) -> tuple[list[RunRecord], bool]:
        """What waits, at least one record, and whether it is the last."""
        found = [self._waiting.get()]
        while len(found) < _MOST and found[-1] is not None:
            try:
                found.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return [record for record in found if record is not None], found[-1] is None


class MirrorRecorder:
    """Hands records on, and mirrors those that have ended to MLflow, in the background too."""

    def __init__(self, inner: Recorder, uri: str, warn: Callable[[str], None]) -> None:
        self._inner = inner
        self._uri = uri
        self._warn = warn
        self._waiting: queue.Queue[RunRecord | None] = queue.Queue()
        self.problem: EnvironmentProblem | None = None
        self._writer = threading.Thread(target=self._write, name="nbship-mlflow", daemon=True)
        self._writer.start()

    def put(self, record: RunRecord) -> None:
        """Take a record."""
        self._inner.put(record)
        if record.status != "running":
            self._waiting.put(record)

    def close(self) -> None:
        """Wait for what is still to be mirrored, and tell what could not be."""
        self._waiting.put(None)
        self._inner.close()
        self._writer.join()
        if self.problem is not None:
            self._warn(f"the run is not mirrored: {self.problem.message}")

    def _write(self) -> None:
        from converter.store.upgrade import ALEMBIC

        mirror = None
        while (record := self._waiting.get()) is not None:
            if self.problem is not None:
                continue
            try:
                if mirror is None:
                    with ALEMBIC:  # MLflow makes its tables at the first call
                        mirror = Mirror(self._uri)
                        mirror.keep(record)
                else:
                    mirror.keep(record)
            except EnvironmentProblem as exc:
                self.problem = exc


def recorder_of(
    url: str | None, warn: Callable[[str], None], *, mirror: str | None = None
) -> Recorder:
    """The recorder for a store's URL (None keeps nothing), and for MLflow's where one is given."""
    own: Recorder = StoreRecorder(url, warn) if url is not None else NoRecorder()
    return MirrorRecorder(own, mirror, warn) if mirror else own
