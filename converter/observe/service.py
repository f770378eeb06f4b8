"""A generated service, trained and started for as long as it is asked."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from converter.errors import EnvironmentProblem, RunTimeout
from converter.observe.launch import THREADS, seeding_code

READY = 120.0
STOPPED = 15.0
ANSWER = 60.0
# As `python -m` runs it, but for the working folder: a notebook there may be called like the package.
RUN = (
    "import runpy, sys; sys.path[:] = [p for p in sys.path if p]; del sys.argv[0]; "
    "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)


@dataclass(frozen=True)
class Command:
    """How the project's own command is run: its interpreter, package, folders and environment."""

    python: str
    package: str
    source: Path
    folder: Path
    environment: Mapping[str, str]
    seed: int | None = None
    """What training draws with, where the notebook seeds nothing."""
    threads: int = 1
    """Of numeric libraries, as many as the notebook had: with others, sums differ in their last digits."""

    def variables(self) -> dict[str, str]:
        """The environment of the process."""
        path = os.pathsep.join(filter(None, [str(self.source), os.environ.get("PYTHONPATH", "")]))
        threads = dict.fromkeys(THREADS, str(self.threads))
        return {**threads, **os.environ, **self.environment, "PYTHONPATH": path}

    def words(self, *arguments: str) -> list[str]:
        """The command line."""
        return [self.python, "-c", RUN, self.package, *arguments]


def trained(
    command: Command, artifacts: Path, arguments: Sequence[str], *, timeout: float | None
) -> tuple[int, str]:
    """The exit code of training from scratch, and the last of what it said."""
    words = command.words("train", "--output-dir", str(artifacts), *arguments)
    if command.seed is not None:
        words[2] = seeding_code(command.seed) + words[2]
    try:
        done = subprocess.run(
            words,
            cwd=command.folder,
            env=command.variables(),
            capture_output=True,
            text=True,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired as exc:
        raise RunTimeout("training the service took too long") from exc
    except OSError as exc:
        raise EnvironmentProblem(f"{command.python} does not run: {exc.strerror}") from exc
    return done.returncode, done.stderr.strip()[-2000:]


class Asking:
    """A service that answers on loopback."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"

    def lack(self) -> str | None:
        """What `/readyz` says is missing; None when the service is ready, empty when it is silent."""
        try:
            with urllib.request.urlopen(f"{self.base}/readyz", timeout=5) as answer:
                return None if answer.status == 200 else ""
        except urllib.error.HTTPError as refused:
            return _detail(refused)
        except (OSError, ValueError):
            return ""

    def answer(self, endpoint: str, rows: Sequence[Mapping[str, object]]) -> tuple[int, bytes]:
        """Status and body of the answer to rows."""
        request = urllib.request.Request(
            f"{self.base}/{endpoint}",
            data=json.dumps(list(rows)).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER) as answer:
                return int(answer.status), bytes(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError as exc:
            return 0, str(exc).encode()


@contextmanager
def started(command: Command, artifacts: Path, log: Path) -> Iterator[Asking]:
    """The service, started on a free port of loopback and stopped afterwards.

    Raises EnvironmentProblem when it does not get ready.
    """
    port = _free_port()
    words = command.words(
        "serve", "--artifacts", str(artifacts), "--host", "127.0.0.1", "--port", str(port)
    )
    with log.open("wb") as out:
        process = subprocess.Popen(
            words,
            cwd=command.folder,
            env=command.variables(),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        asking = Asking(port)
        try:
            _wait(process, asking, log)
            yield asking
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], asking: Asking, log: Path) -> None:
    end = time.monotonic() + READY
    while (lack := asking.lack()) is not None:
        if process.poll() is not None or time.monotonic() > end:
            told = lack or log.read_text(encoding="utf-8", errors="replace").strip()[-1500:]
            hint = "install what the project needs into the interpreter that runs it (--python)"
            raise EnvironmentProblem(
                f"the service did not get ready: {told or 'it said nothing'}",
                hint="" if lack else hint,
            )
        time.sleep(0.1)


def _detail(refused: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(refused.read())["detail"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _stop(process: subprocess.Popen[bytes]) -> None:
    for signum in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, signum)
        except ProcessLookupError:
            return
        try:
            process.wait(STOPPED)
            return
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
