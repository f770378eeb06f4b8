"""The demo's processes: each ends with the demo, however that ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0
"""Seconds that a busy machine may take for what takes one or two."""


class Stopped(Exception):
    """The demo cannot go on; the message says why."""


def stop_on_signals() -> None:
    """Nothing; a demo that is asked to end stops its processes first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def command(*words: object, environment: dict[str, str] | None = None) -> None:
    """Nothing; runs the command and shows what it prints. Raises Stopped when it fails."""
    with _started(words, environment) as process:
        code = process.wait()
    if code:
        raise Stopped(f"it ended with {code}")


@dataclass(frozen=True)
class Service:
    """A service that answers on loopback."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def ready(self) -> str:
        """What `/readyz` says once it says 200. Raises Stopped when it does not."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                status, body = request(f"{self.url}/readyz")
            except OSError:
                status, body = 0, None
            if status == 200:
                return f"{status} {json.dumps(body)}"
            time.sleep(0.1)
        raise Stopped(f"the service did not get ready:\n{_end_of(self.log)}")


@contextmanager
def served(*words: object, log: Path, environment: dict[str, str]) -> Iterator[Service]:
    """The service on a free port; at the end it is asked to stop, and killed if it does not."""
    with log.open("wb") as out, _started(words, environment, out) as process:
        found = None
        end = time.monotonic() + PATIENCE
        while not found:
            if process.poll() is not None or time.monotonic() > end:
                raise Stopped(f"the service did not start:\n{_end_of(log)}")
            time.sleep(0.05)
            found = re.search(r"(http://\S+:\d+) ", log.read_text(encoding="utf-8"))
        print(found[1], flush=True)
        yield Service(found[1], process, log)
    if process.returncode not in (0, -signal.SIGTERM):
        raise Stopped(f"the service did not end by itself:\n{_end_of(log)}")


def request(url: str, body: object = None) -> tuple[int, object]:
    """Status and JSON body of the answer. Raises OSError where nobody answers."""
    content = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, content, {"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(asked, timeout=PATIENCE) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(errors="replace")


@contextmanager
def _started(
    words: tuple[object, ...], environment: dict[str, str] | None, out: object = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The process, in a group of its own, which ends here."""
    line = [str(word) for word in words]
    print("$ " + " ".join([Path(line[0]).name, *line[1:]]), flush=True)
    process = subprocess.Popen(
        line,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Nothing; the process is gone: asked first, then killed with what it has started."""
    for signum in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signum)
        try:
            process.wait(PATIENCE / 4)
        except subprocess.TimeoutExpired:
            continue


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]
