"""The server's process: prepare a kernel, import, fork, and in the child become that kernel."""

from __future__ import annotations

import gc
import json
import os
import runpy  # noqa: F401  a kernel has it, because it is started with -m
import socket
from contextlib import suppress
from typing import Any

from . import fresh
from .cells import Line, serve
from .ending import leave
from .importer import Conflict, Importer
from .kernel import enlivened, prepared
from .server import Job, Server
from .wire import Gone, receive, send


def main(arguments: list[str]) -> None:
    """Serve the client at the socket whose descriptor is the first argument."""
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
        os.chdir("/")
        importer = Importer(app, published, captured, given)
        send(connection, {"ready": os.getpid(), "installed": importer.installed()})
        job = Server(connection, importer).serve()
        if job is not None:
            os.close(captured)
            run(app, importer, job)


def run(app: Any, importer: Importer, job: Job) -> None:
    """Be the kernel of one run; never returns."""
    fresh.die_with(job.parent)
    fresh.own_group(job.stdout, job.stderr)
    line = Line(job.line)

    def check(names: Any) -> None:
        try:
            importer.check(names)
        except Conflict as exc:
            line.write([b"conflict", str(exc).encode()])
            os._exit(1)

    fresh.reseed()
    importer.stash().hide(check)
    fresh.settle(app, job.request)
    fresh.restart_clocks()
    enlivened(app, line.write)
    serve(app, line)
    line.write([b"learned", json.dumps(importer.learned()).encode()])
    leave(app.shell)
