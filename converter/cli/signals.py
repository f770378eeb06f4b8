"""SIGTERM as an exception, so that every `finally` runs before the process ends with 143."""

from __future__ import annotations

import signal
import threading
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM arrived. A KeyboardInterrupt, because asyncio lets only those (and exits) through."""


def terminate_by_exception() -> None:
    """Let SIGTERM unwind the stack as `Terminated`; only the main thread may ask for that."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _raise_terminated)


def _raise_terminated(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not stop the cleanup
    raise Terminated


def was_terminated(exc: BaseException | None) -> bool:
    """Whether `exc`, or what it was raised from, is SIGTERM."""
    while exc is not None:
        if isinstance(exc, Terminated):
            return True
        exc = exc.__cause__ or exc.__context__
    return False
