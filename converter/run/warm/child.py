"""A forked child as its client knows it: a line to it, and a socket that tells how it fares."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import time
from contextlib import suppress

from converter.run.warm.zygote.wire import Gone, Unpacker, receive

KILL_SECONDS = 5.0
_CHUNK = 1 << 20


class Child:
    """A run's process. `refusal` is what the server said instead of forking."""

    def __init__(self, line: socket.socket, told: socket.socket) -> None:
        """Wait for the fork. Raises Gone when the server is."""
        self.line, self._told = line, told
        self._ended: int | None = None
        self.notes: dict[bytes, bytes] = {}  # what it says besides messages
        begun = receive(told)[0]
        self.pid: int = begun.get("pid", 0)
        self.refusal: dict[str, str] = {} if self.pid else begun

    def status(self, seconds: float) -> int | None:
        """The exit code (negative: the signal), waited for so long; None while it runs."""
        deadline = time.monotonic() + seconds
        while self._ended is None and self._told.fileno() >= 0:
            if not _readable(self._told, max(deadline - time.monotonic(), 0)):
                return None
            try:
                self._ended = receive(self._told)[0].get("ended")
            except Gone:  # the server is dead, and its children with it; not what they started
                self.signal_group(signal.SIGKILL)
                self._ended = -signal.SIGKILL
        return self._ended

    def ended_by_signal(self) -> int | None:
        """The signal that ended the process, or None."""
        code = self.status(1.0)
        return -code if code is not None and code < 0 else None

    def signal_group(self, number: int) -> None:
        """Signal the process and what it has started."""
        if not self.pid:  # 0 would be our own group
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def stop(self) -> None:
        """Kill the process and what it has started, if it still runs."""
        if self.pid and self._told.fileno() >= 0 and self.status(0) is None:
            self._told.shutdown(socket.SHUT_WR)  # the server kills the group and tells the end
            if self.status(KILL_SECONDS) is None:
                self.signal_group(signal.SIGKILL)

    def read_notes(self) -> None:
        """Read what it has said on a line that carries nothing else."""
        unpacker = Unpacker()
        while (
            self.line.fileno() >= 0 and _readable(self.line, 0) and (data := _received(self.line))
        ):
            self.notes.update({parts[0]: parts[1] for parts in unpacker.messages(data)})

    def close(self) -> None:
        """Give the sockets back."""
        self._told.close()
        self.line.close()

    def learned(self) -> list[str]:
        """The library modules that the run has imported by itself."""
        names: list[str] = json.loads(self.notes.get(b"learned", b"[]"))
        return names

    def conflict(self) -> str:
        """Why the run could not go on with what the server had imported, or nothing."""
        return self.notes.get(b"conflict", b"").decode()


def _readable(sock: socket.socket, seconds: float) -> bool:
    """Whether there is something to read, or the end of it."""
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    return bool(poller.poll(seconds * 1000))


def _received(sock: socket.socket) -> bytes:
    try:
        return sock.recv(_CHUNK)
    except OSError:
        return b""
