"""The server as its client sees it: a process with a socket to it."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from converter.run.warm.zygote.wire import Gone, receive, send

_CODE = Path(__file__).with_name("zygote")
_END_SECONDS = 2.0


class Server:
    """A connection to a server. Methods may be called from several threads; they take turns."""

    def __init__(self, connection: socket.socket, environment: str) -> None:
        self._socket = connection
        self._turn = threading.Lock()
        # The Python with what is installed: what findings about imports hold for.
        self.environment = environment

    def asked(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request. Raises Gone when the server has crashed."""
        with self._turn:
            send(self._socket, request)
            return receive(self._socket)[0]

    def forked(self, request: dict[str, Any], fds: Sequence[int]) -> None:
        """Ask for a run; what becomes of it is told on the socket among `fds`. Raises Gone."""
        with self._turn:
            send(self._socket, request, fds)

    def close(self) -> None:
        """Leave the server to others."""
        self._socket.close()


class NoServer(Exception):
    """A Python that cannot be a server, in its own last words."""


class OwnServer(Server):
    """A server that this process has started, and that ends with it."""

    def __init__(
        self, python: Sequence[str], arguments: list[str], environment: Mapping[str, str]
    ) -> None:
        """Start one on the interpreter that the command `python` starts. Raises NoServer."""
        ours, theirs = socket.socketpair()
        with tempfile.TemporaryFile() as said:
            try:
                self.process = subprocess.Popen(
                    [*python, str(_CODE), str(theirs.fileno())],
                    env=dict(environment),
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    start_new_session=True,
                )
            finally:
                theirs.close()
            super().__init__(ours, "")
            try:
                send(ours, {"arguments": arguments})
                ready = receive(ours)[0]
            except Gone as exc:
                self.close()
                raise NoServer(_last_line(said)) from exc
            except BaseException:  # ^C too: clean up, then on with the error
                self.close()
                raise
        self.environment = f"{python[0]} {ready['installed']}"

    def close(self) -> None:
        """End the server and with it whatever it runs."""
        super().close()
        try:
            self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def release(self) -> None:
        """Let the server live on without this process; it listens elsewhere."""
        super().close()
        self.process.returncode = 0  # not ours to wait for any more


def _last_line(file: BinaryIO) -> str:
    file.seek(0)
    lines = file.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it has ended without a word"


def run_on(
    server: Server, request: dict[str, Any], stdout: int, stderr: int
) -> tuple[socket.socket, socket.socket]:
    """The line to a new child and the socket that tells its beginning and end. Raises Gone."""
    line, child_line = socket.socketpair()
    told, telling = socket.socketpair()
    try:
        server.forked(request, [child_line.fileno(), telling.fileno(), stdout, stderr])
    except Gone:
        line.close()
        told.close()
        raise
    finally:
        child_line.close()
        telling.close()
    return line, told


def null_device() -> int:
    """A descriptor that swallows what is written to it."""
    return os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
