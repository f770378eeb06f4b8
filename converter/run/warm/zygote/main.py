"""The server's process: prepare a kernel, import, fork, and in the child become that kernel."""

from __future__ import annotations

import gc
import json
import os
import runpy  # noqa: F401  a kernel has it, because it is started with -m
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from . import effects, fresh, sockets
from .cells import Line, serve
from .ending import leave
from .importer import Conflict, Importer
from .kernel import enlivened, owned, prepared, started_up
from .server import Job, Server
from .wire import Gone, receive, send


@dataclass
class Run:
    """A forked child's work. `taken` numbers of threads and the variables `booted` come from the
    kernel's own start.
    """

    app: Any
    importer: Importer
    job: Job
    taken: int
    booted: dict[str, str | None]

    def start(self) -> None:
        """Be the kernel of one run; never returns."""
        app, job = self.app, self.job
        fresh.die_with(job.parent)
        fresh.own_group(job.stdout, job.stderr)
        line = Line(job.line)
        stash = self.importer.stash()
        fresh.reseed(stash.module("numpy.random"))
        stash.offer(lambda names: _checked(self.importer, names, line))
        fresh.settle(app, job.request, self.booted)
        fresh.restart_clocks()
        owned(app.session)
        if job.request["mode"] == "zmq":
            sockets.connected(app, self.taken)
            started_up(app)
            sockets.serve(app)
        else:
            enlivened(app, line.write, self.taken)
            started_up(app)
            serve(app, line)
        line.write([b"learned", json.dumps(self.importer.learned()).encode()])
        leave(app.shell)


def main(arguments: list[str]) -> Run | None:
    """Serve the client at the socket whose descriptor is the first argument.

    None when it is gone. A forked child comes back with its work, so that the cells run on as few
    frames as those of a kernel: how deep a recursion can go shows in its error.
    """
    connection = socket.socket(fileno=int(arguments[0]))
    connection.set_inheritable(False)
    captured = os.memfd_create("output of imports")
    for fd in (1, 2):
        os.dup2(captured, fd)
    published: list[Any] = []
    gc.disable()
    with suppress(Gone):
        request, _ = receive(connection)
        given = dict(os.environ)
        app = prepared(request["arguments"], published.append)
        taken = effects.next_thread() - 1
        booted = fresh.difference(given, os.environ)
        os.chdir("/")
        importer = Importer(app, published, captured, given)
        send(connection, {"ready": os.getpid(), "installed": importer.installed()})
        job = Server(connection, importer).serve()
        if job is not None:
            os.close(captured)
            return Run(app, importer, job, taken, booted)
    return None


def _checked(importer: Importer, names: Any, line: Line) -> None:
    """End the run when what is imported now would not be what the server has imported."""
    try:
        importer.check(names)
    except Conflict as exc:
        line.write([b"conflict", str(exc).encode()])
        os._exit(1)
