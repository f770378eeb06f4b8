"""Runs that the store calls running, though the process that would end them is gone."""

from __future__ import annotations

import os
import socket
from dataclasses import replace

from converter.model.run_record import RunError
from converter.store.query import selected
from converter.store.store import RunStore


def end_dead_runs(store: RunStore) -> int:
    """How many runs of this host were found dead; their records say so from now on."""
    condition = f"run.status == 'running' and run.host == {socket.gethostname()!r}"
    running = store.records(selected(store, where=condition), whole=True)
    dead = [one for one in running if one.pid is not None and not _lives(one.pid)]
    error = RunError("Interrupted", "the process that ran it is gone")
    store.put([replace(one, status="interrupted", error=error) for one in dead])
    return len(dead)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True
