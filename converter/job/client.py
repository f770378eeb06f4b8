"""The other end of `converter.job.server`: a project imported once, its runs as children of it."""

from __future__ import annotations

import itertools
import json
import os
import queue
import signal
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.errors import EnvironmentProblem
from converter.job.project import JobProject

SERVER = Path(__file__).with_name("server.py")
_PATIENCE = 600.0
"""Seconds that the imports of a project may take."""


class ServerLost(Exception):
    """The server's process is gone, and its runs with it."""


@dataclass
class Child:
    """A run under way: `pid` leads a process group of its own."""

    pid: int
    answers: queue.Queue[dict[str, Any] | None]

    def wait(self, timeout: float | None) -> int | None:
        """The exit code (negative: the signal that ended it), or None after `timeout` seconds.

        Raises ServerLost.
        """
        try:
            answer = self.answers.get(timeout=timeout)
        except queue.Empty:
            return None
        if answer is None:
            raise ServerLost("the server of the job is gone")
        return int(answer["code"])

    def end(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the run and all that it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


class JobServer:
    """A server for one project; any thread may ask it."""

    def __init__(self, project: JobProject, *, python: str, workdir: Path) -> None:
        """Start the server and wait for the project's imports.

        Raises EnvironmentProblem when the project cannot be imported.
        """
        self.project = project
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._waiting: dict[int, queue.Queue[dict[str, Any] | None]] = {}
        self._lost = False
        self._process, self._channel = _started(project, python, workdir)
        self._lines = self._channel.makefile("r", encoding="utf-8")
        first = self._first_line(python)
        self.forks = bool(first["forks"])
        self._channel.settimeout(None)
        threading.Thread(target=self._listen, name="nbship-job", daemon=True).start()

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        return not self._lost

    def problems(self, values: Mapping[str, object]) -> list[str]:
        """What the job itself says of these values (in the types of JSON)."""
        answer = self._ask("check", values=values, unset=self._variables(values)).get()
        if answer is None:
            raise ServerLost("the server of the job is gone")
        return [str(problem) for problem in answer["problems"]]

    def start(
        self,
        arguments: Sequence[str],
        *,
        folder: Path,
        workdir: Path,
        given: Sequence[str],
        secrets: Mapping[str, str],
    ) -> Child:
        """A run with the job's own command line; its streams go to files in `folder`.

        The job's environment variables for the names in `given` are taken away: they would be
        stronger than a file. `secrets` are set. Raises ServerLost.
        """
        answers = self._ask(
            "run",
            arguments=list(arguments),
            folder=str(folder),
            workdir=str(workdir),
            set={f"{self.project.prefix}{name}": text for name, text in secrets.items()},
            unset=self._variables(given),
        )
        answer = answers.get()
        if answer is None:
            raise ServerLost("the server of the job is gone")
        return Child(int(answer["pid"]), answers)

    def close(self) -> None:
        """End the server and every run of it."""
        with suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._channel.close()

    def _variables(self, names: Sequence[str] | Mapping[str, object]) -> list[str]:
        """The environment variables that set these parameters, however they are spelt."""
        wanted = {f"{self.project.prefix}{name}".upper() for name in names}
        return sorted(variable for variable in os.environ if variable.upper() in wanted)

    def _ask(self, what: str, **content: object) -> queue.Queue[dict[str, Any] | None]:
        answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        with self._lock:
            number = next(self._numbers)
            self._waiting[number] = answers
            if self._lost:
                raise ServerLost("the server of the job is gone")
            try:
                line = json.dumps({what: number, **content}).encode() + b"\n"
                self._channel.sendall(line)
            except OSError as exc:
                raise ServerLost("the server of the job is gone") from exc
        return answers

    def _listen(self) -> None:
        """Hand each answer to whoever waits for it, until the server is gone."""
        with suppress(OSError, ValueError):
            for line in self._lines:
                answer = json.loads(line)
                answers = self._waiting.get(answer["id"])
                if "pid" not in answer:
                    self._waiting.pop(answer["id"], None)
                if answers is not None:
                    answers.put(answer)
        with self._lock:
            self._lost = True
            waiting, self._waiting = self._waiting, {}
        for answers in waiting.values():
            answers.put(None)
        self._process.wait()

    def _first_line(self, python: str) -> dict[str, Any]:
        self._channel.settimeout(_PATIENCE)
        try:
            first = json.loads(self._lines.readline() or "null")
        except (OSError, ValueError):
            first = None
        if first is not None and first["ok"]:
            return dict(first)
        self.close()
        why = first["error"] if first else "its Python ended without a word"
        raise EnvironmentProblem(
            f"the job {self.project.name} cannot be imported by {python}: {why}",
            hint="install it there, or name a Python that has what it needs: --python PATH",
        )


def _started(
    project: JobProject, python: str, workdir: Path
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    words = [python, str(SERVER), project.package, str(project.source), str(workdir)]
    try:
        process = subprocess.Popen(
            [*words, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as exc:
        ours.close()
        raise EnvironmentProblem(
            f"{python}: cannot be started: {exc.strerror}", hint="check --python"
        ) from exc
    finally:
        theirs.close()
    return process, ours
