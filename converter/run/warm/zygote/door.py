"""The socket of a server that outlives the client that started it; only its own user gets in."""

from __future__ import annotations

import os
import socket
import struct
import time
from contextlib import suppress

_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid


class Door:
    """A listening socket at `path`; after `idle` seconds without clients it is time to leave."""

    def __init__(self, path: str, idle: float, told: str) -> None:
        """`told` is written beside the socket, for those who look for servers."""
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.leaving = False
        self._path, self._idle = path, idle
        self._last = time.monotonic()
        self.socket.bind(path)
        os.chmod(path, 0o600)
        self.socket.listen(16)
        with open(f"{path}.json", "x", encoding="utf-8") as beside:
            beside.write(told)

    def opened(self) -> socket.socket | None:
        """The connection of who has knocked, if it is a process of the same user."""
        connection, _ = self.socket.accept()
        connection.settimeout(None)
        if peer_user(connection) == os.getuid():
            return connection
        connection.close()
        return None

    def patience(self) -> float:
        """Seconds until it may be time to leave."""
        return max(self._last + self._idle - time.monotonic(), 0.1)

    def shut(self, *, busy: bool) -> bool:
        """Whether to leave: nobody is there, and nobody was for long, or it was asked for."""
        if busy:
            self._last = time.monotonic()
            return False
        return self.leaving or time.monotonic() - self._last >= self._idle

    def close(self) -> None:
        """Take the socket and the file beside it away."""
        self.socket.close()
        for path in (self._path, f"{self._path}.json"):
            with suppress(OSError):
                os.unlink(path)


def peer_user(connection: socket.socket) -> int:
    """The user of the process at the other end."""
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    user: int = _CREDENTIALS.unpack(found)[1]
    return user
