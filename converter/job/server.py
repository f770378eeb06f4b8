"""Runs the job of a project again and again: it is imported once, and each run is a forked child.

Started as a program of its own, by the project's Python, which need not have nbship: only the
standard library is imported here. Reads one JSON request a line from a socket and writes one JSON
answer a line:

    {"check": 1, "values": {...}}                   -> {"id": 1, "problems": [...]}
    {"run": 2, "arguments": [...], "folder": ...,   -> {"id": 2, "pid": 77}
     "workdir": ..., "set": {...}, "unset": [...]}     and when it has ended {"id": 2, "code": 0}

The first line that it writes says whether the project can be imported. It only imports, it never
computes: a thread pool that works in the parent would hang in its children. It ends with the
socket, and its children end with it.
"""

import ctypes
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve until the other end of the socket is closed."""
    package, source, workdir, handle = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    sys.path[0] = source  # the folder of this file is nobody's to import from
    sys.argv = [package]
    channel = socket.socket(fileno=handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is the parent's to answer
    started = _imported(package, workdir)
    server = _Server(package, channel, forks=bool(started.get("forks")))
    server.answer(started)
    if started["ok"]:
        server.serve()


def _imported(package: str, workdir: str) -> dict[str, Any]:
    """The first answer: the project imported, or why not, and whether it can be forked."""
    try:
        os.chdir(workdir)
        for module in ("__main__", "sources", "job", "record", "outputs", "pipeline"):
            importlib.import_module(f"{package}.{module}")
    except BaseException as error:  # strangers' modules; told to who asked
        lines = traceback.format_exception_only(type(error), error)
        return {"ok": False, "error": "".join(lines).strip(), "trace": traceback.format_exc()}
    alone = threading.active_count() == 1
    return {"ok": True, "forks": alone and hasattr(os, "fork"), "version": sys.version.split()[0]}


class _Server:
    def __init__(self, package: str, channel: socket.socket, *, forks: bool) -> None:
        self.package = package
        self.channel = channel
        self.forks = forks
        self.pid = os.getpid()
        self.children: dict[int, int] = {}
        self.rest = b""
        reader, self.writer = os.pipe()
        for end in (reader, self.writer):
            os.set_blocking(end, False)
        self.wakeup = reader

    def serve(self) -> None:
        """Answer requests and tell of children that ended, until the socket is closed."""
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self.writer, warn_on_full_buffer=False)
        gc.collect()
        gc.freeze()  # what was imported is shared with the children as long as nobody touches it
        while True:
            watched: list[Any] = [self.channel, self.wakeup]
            ready, _, _ = select.select(watched, [], [])
            if self.wakeup in ready:
                self.drain()
            self.reap()
            if self.channel in ready:
                data = self.channel.recv(1 << 16)
                if not data:
                    self.end_children()
                    return
                *lines, self.rest = (self.rest + data).split(b"\n")
                for line in lines:
                    self.handle(json.loads(line))

    def drain(self) -> None:
        try:
            while os.read(self.wakeup, 4096):
                pass
        except BlockingIOError:
            pass

    def handle(self, request: dict[str, Any]) -> None:
        if "check" in request:
            problems = self.problems(request["values"], request["unset"])
            self.answer({"id": request["check"], "problems": problems})
            return
        identity = request["run"]
        pid = os.fork() if self.forks else self.spawned(request)
        if pid == 0:
            self.child(request)
        self.children[pid] = identity
        self.answer({"id": identity, "pid": pid})

    def problems(self, values: dict[str, Any], unset: list[str]) -> list[str]:
        """What the job itself says of these values."""
        sources = importlib.import_module(f"{self.package}.sources")
        environ = {name: text for name, text in os.environ.items() if name not in unset}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "point.json"
            file.write_text(json.dumps(values), encoding="utf-8")
            try:
                sources.read_parameters({}, file, environ)
            except sources.BadParameters as bad:
                return [problem.replace(f"{file}: ", "") for problem in bad.problems]
        return []

    def child(self, request: dict[str, Any]) -> None:
        """In the child: the job's own command line, then the end. Never returns."""
        code = 1
        try:
            self.settle(request)
            self.channel.close()
            if request["set"]:
                self.mask(request["set"].values())
            main = importlib.import_module(f"{self.package}.__main__")
            sys.argv = [self.package, *request["arguments"]]
            code = main.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # the job's own; its run ends, the server goes on
            traceback.print_exc()
        finally:
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except (OSError, ValueError):
                    pass
            os._exit(code)

    def settle(self, request: dict[str, Any]) -> None:
        """Make the child what a fresh process would be."""
        os.setsid()
        die_with_parent(self.pid)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        folder = request["folder"]
        for number, name in ((1, "stdout.txt"), (2, "stderr.txt")):
            opened = os.open(
                os.path.join(folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666
            )
            os.dup2(opened, number)
            os.close(opened)
        for name in request["unset"]:
            os.environ.pop(name, None)
        os.environ.update(request["set"])
        os.chdir(request["workdir"])
        random.seed()
        numpy = sys.modules.get("numpy")
        if numpy is not None:
            numpy.random.seed()
        gc.enable()

    def mask(self, secrets: Any) -> None:
        """Keep secrets out of what the job prints: its standard output goes to a file."""
        logs = importlib.import_module(f"{self.package}.logs")

        def masked(text: str) -> str:
            for secret in sorted(secrets, key=len, reverse=True):
                text = text.replace(secret, logs.MASK) if secret else text
            return text

        stdout: Any = logs.Redacted(sys.stdout, masked)
        sys.stdout = stdout

    def spawned(self, request: dict[str, Any]) -> int:
        """The process id of a run in a process that shares nothing: the project starts threads."""
        import subprocess

        environ = {name: v for name, v in os.environ.items() if name not in request["unset"]}
        environ.update(request["set"])
        environ["PYTHONPATH"] = os.pathsep.join([sys.path[0], os.environ.get("PYTHONPATH", "")])
        folder = request["folder"]
        with open(os.path.join(folder, "stdout.txt"), "wb") as out:
            with open(os.path.join(folder, "stderr.txt"), "wb") as err:
                return subprocess.Popen(
                    [sys.executable, "-m", self.package, *request["arguments"]],
                    cwd=request["workdir"],
                    env=environ,
                    stdout=out,
                    stderr=err,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                    preexec_fn=lambda: fresh(self.pid),
                ).pid

    def reap(self) -> None:
        """Tell of the children that have ended."""
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            identity = self.children.pop(pid, None)
            if identity is not None:
                self.answer({"id": identity, "code": os.waitstatus_to_exitcode(status)})

    def end_children(self) -> None:
        for pid in self.children:
            try:
                os.killpg(pid, signal.SIGKILL)
            except OSError:
                pass

    def answer(self, content: dict[str, Any]) -> None:
        try:
            self.channel.sendall(json.dumps(content).encode() + b"\n")
        except OSError:  # nobody listens any more: the next read says so
            pass


def die_with_parent(parent: int) -> None:
    """Have the system kill this process when its parent is gone, where it can (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it went before the system was asked
            os._exit(1)


def fresh(parent: int) -> None:
    """Make a child that runs another program answer ^C again, and end with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    die_with_parent(parent)


if __name__ == "__main__":
    main()
