"""Prepare: what the rest starts from (cells 1-2 of the notebook)."""

import functools
import threading
import time
from pathlib import Path
from typing import Any


def work(*, done):
    time.sleep(0.05)
    done.append(1)


def prepare() -> tuple[Path, list[Any]]:
    """Prepare: what the rest starts from (notebook cells 1-2)."""
    path = Path("a.txt")
    path.write_text("hello")
    done = []
    thread = threading.Thread(target=functools.partial(work, done=done))
    thread.start()
    thread.join()
    return path, done
