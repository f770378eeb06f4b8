"""The server: makes imports, forks a child for each run, tells how it ended. One thread.

Requests (control messages) from a client: `import` and `run`. A run comes with descriptors: the
child's line to the client, a socket on which the run's beginning and end are told, and the
client's standard output and error. When that socket is closed from the other side the run is
killed: clients need no other means, and none that dies leaves a run behind.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from .wire import Gone, receive, send

_NO_PIDFD_POLL = 0.02


@dataclass
class Child:
    """A run: its process and the socket that hears of it."""

    pid: int
    told: socket.socket
    pidfd: int | None


@dataclass
class Job:
    """What a forked child has to do."""

    request: dict[str, Any]
    line: socket.socket
    stdout: int
    stderr: int
    parent: int


class Server:
    """Serves one client at `connection` until it hangs up."""

    def __init__(self, connection: socket.socket, importer: Any) -> None:
        self._connection = connection
        self._importer = importer
        self._selector = selectors.DefaultSelector()
        self._children: dict[int, Child] = {}

    def serve(self) -> Job | None:
        """None when the client is gone; in a forked child, its job."""
        self._selector.register(self._connection, selectors.EVENT_READ, self._requested)
        while True:
            patience = None if all(c.pidfd for c in self._children.values()) else _NO_PIDFD_POLL
            for key, _ in self._selector.select(patience):
                try:
                    job: Job | None = key.data(key.fileobj)
                except Gone:
                    self._kill_all()
                    return None
                if job is not None:
                    return job
            if patience is not None:
                for child in list(self._children.values()):
                    self._reap(child)

    def _requested(self, connection: socket.socket) -> Job | None:
        request, fds = receive(connection)
        if request["do"] == "import":
            send(connection, self._importer.imported(request["steps"]))
            return None
        return self._started(request, fds)

    def _started(self, request: dict[str, Any], fds: list[int]) -> Job | None:
        line, told, stdout, stderr = fds
        reason = self._importer.unfit(request)
        if reason:
            _refused(fds, reason)
            return None
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._forget(told)
            return Job(request, socket.socket(fileno=line), stdout, stderr, server)
        for fd in (line, stdout, stderr):
            os.close(fd)
        child = Child(pid, socket.socket(fileno=told), _pidfd(pid))
        self._children[pid] = child
        self._selector.register(child.told, selectors.EVENT_READ, lambda _: self._abandoned(child))
        if child.pidfd is not None:
            self._selector.register(child.pidfd, selectors.EVENT_READ, lambda _: self._reap(child))
        with suppress(Gone):
            send(child.told, {"pid": pid})
        return None

    def _forget(self, told: int) -> None:
        """In the child: close what belongs to the server and to other runs."""
        os.close(told)
        self._selector.close()
        self._connection.close()
        for child in self._children.values():
            child.told.close()
            if child.pidfd is not None:
                os.close(child.pidfd)

    def _abandoned(self, child: Child) -> None:
        """The client has closed the run's socket: nobody waits for it any more."""
        with suppress(OSError):
            self._selector.unregister(child.told)
        _kill(child.pid)

    def _reap(self, child: Child) -> None:
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        if os.waitid(os.P_PID, child.pid, options) is None:
            return
        _kill(child.pid)  # what it started and left behind in its group
        _, status = os.waitpid(child.pid, 0)
        del self._children[child.pid]
        if child.pidfd is not None:
            self._selector.unregister(child.pidfd)
            os.close(child.pidfd)
        with suppress(KeyError, ValueError):
            self._selector.unregister(child.told)
        with suppress(Gone):
            send(child.told, {"ended": os.waitstatus_to_exitcode(status)})
        child.told.close()

    def _kill_all(self) -> None:
        for child in list(self._children.values()):
            _kill(child.pid)
        for child in list(self._children.values()):
            os.waitpid(child.pid, 0)


def _refused(fds: list[int], reason: dict[str, str]) -> None:
    line, told, *others = fds
    with socket.socket(fileno=told) as telling, suppress(Gone):
        send(telling, reason)
    for fd in (line, *others):
        os.close(fd)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _pidfd(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None
