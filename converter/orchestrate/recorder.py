"""Records on their way to the store: written in the background, so that no run waits for it.

A store that cannot be written never fails a run: it is said once, and the run goes on.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Protocol

from converter.errors import StoreProblem
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
                store = store or open_store(self._url)
                store.put(batch)
            except StoreProblem as exc:
                self.problem = exc

    def _batch(self) -> tuple[list[RunRecord], bool]:
        """What waits, at least one record, and whether it is the last."""
        found = [self._waiting.get()]
        while len(found) < _MOST and found[-1] is not None:
            try:
                found.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return [record for record in found if record is not None], found[-1] is None


def recorder_of(url: str | None, warn: Callable[[str], None]) -> Recorder:
    """The recorder for a store's URL; None keeps nothing."""
    return StoreRecorder(url, warn) if url is not None else NoRecorder()
