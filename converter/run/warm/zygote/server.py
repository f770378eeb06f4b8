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

from .door import Door
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
    """Serves the client at `connection` until it hangs up, or others too once it listens."""

    def __init__(self, connection: socket.socket, importer: Any) -> None:
        self._first = connection
        self._importer = importer
        self._selector = selectors.DefaultSelector()
        self._children: dict[int, Child] = {}
        self._connections: set[socket.socket] = set()
        self._door: Door | None = None
        self._forked = 0

    def serve(self) -> Job | None:
        """None when there is nobody left to serve; in a forked child, its job."""
        self._welcome(self._first)
        while not self._done():
            for key, _ in self._selector.select(self._patience()):
                job: Job | None = key.data(key.fileobj)
                if job is not None:
                    return job
            if not self._all_watched():
                for child in list(self._children.values()):
                    self._reap(child)
        self._kill_all()
        if self._door:
            self._door.close()
        return None

    def _all_watched(self) -> bool:
        return all(child.pidfd for child in self._children.values())

    def _patience(self) -> float | None:
        """How long to wait for something to happen."""
        if not self._all_watched():
            return _NO_PIDFD_POLL
        return self._door.patience() if self._door else None

    def _done(self) -> bool:
        if self._door is None:
            return self._first not in self._connections
        return self._door.shut(busy=bool(self._children or self._connections))

    def _welcome(self, connection: socket.socket) -> None:
        self._connections.add(connection)
        self._selector.register(connection, selectors.EVENT_READ, self._requested)

    def _requested(self, connection: socket.socket) -> Job | None:
        try:
            request, fds = receive(connection)
            if request["do"] == "run":
                return self._started(request, fds)
            send(connection, self._answer(request))
        except Gone:
            self._selector.unregister(connection)
            self._connections.discard(connection)
            connection.close()
        return None

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        match request["do"]:
            case "import":
                answer: dict[str, Any] = self._importer.imported(request["steps"])
                if answer["unclean"] and self._door:
                    self._door.leaving = True
                return answer
            case "listen":
                self._door = Door(request["path"], request["idle"], request["told"])
                self._selector.register(self._door.socket, selectors.EVENT_READ, self._knocked)
            case "stop":
                if request["now"]:
                    self._kill_all()
                if self._door:
                    self._door.leaving = True
        running = len(self._children)
        told = {"pid": os.getpid(), "runs": self._forked, "running": running}
        return {**self._importer.described(), **told}

    def _knocked(self, _: Any) -> None:
        assert self._door is not None
        connection = self._door.opened()
        if connection is not None:
            self._welcome(connection)

    def _started(self, request: dict[str, Any], fds: list[int]) -> Job | None:
        line, told, stdout, stderr = fds
        reason = self._importer.unfit(request)
        if reason or (self._door and self._door.leaving):
            _refused(fds, reason or {"unfit": "leaving", "why": "its server is to end"})
            if self._door and reason.get("unfit") == "stale":
                self._door.leaving = True
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
        self._forked += 1
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
        for connection in self._connections:
            connection.close()
        if self._door:
            self._door.socket.close()
        for child in self._children.values():
            child.told.close()
            if child.pidfd is not None:
                os.close(child.pidfd)

    def _abandoned(self, child: Child) -> None:
        """The client has closed the run's socket: nobody waits for it any more."""
        with suppress(OSError):
            self._selector.unregister(child.told)
        _kill(child.pid)

    def _reap(self, child: Child, options: int = os.WEXITED | os.WNOHANG | os.WNOWAIT) -> None:
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
            self._reap(child, os.WEXITED | os.WNOWAIT)


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
