"""Generated services as processes, asked over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from projects import OnDisk

KEY = "correct horse battery staple"
PATIENCE = 120
"""Seconds that a busy machine may take for what takes one or two."""


@dataclass(frozen=True)
class Trained:
    """A project, and a version of its artifacts (its parent folder has `current`)."""

    project: OnDisk
    version: Path

    @property
    def artifacts(self) -> Path:
        return self.version.parent


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `json` reads its body."""

    status: int
    body: bytes
    headers: http.client.HTTPMessage

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Service:
    """A started service."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(
        self, path: str, body: object = None, *, method: str = "", **headers: str
    ) -> Answer:
        """The answer; a body that is not bytes goes as JSON. `x_api_key` is the header X-Api-Key."""
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given.setdefault("content-type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            verb = method or ("GET" if content is None else "POST")
            connection.request(verb, path, content, given)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read(), answer.headers)
        finally:
            connection.close()

    def logged(self) -> list[dict[str, Any]]:
        """The JSON lines of the log."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def workers(self) -> list[int]:
        """The worker processes: the supervisor's children that listen."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        found = [int(pid) for pid in children.split()]
        return [pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def until(found: Callable[[], Any], what: str = "it") -> Any:
    """What `found` finds at last."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} does not come")


@contextmanager
def served(project: OnDisk, artifacts: Path, *words: str, **variables: str) -> Iterator[Service]:
    """The service, ready; it is asked to stop afterwards."""
    log = artifacts.parent / f"service-{time.monotonic_ns()}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", project.package, "serve", "--artifacts", str(artifacts)]
            + ["--port", "0", *words],
            cwd=project.folder,
            env=project.environment(**variables),
            stdout=file,
            stderr=file,
        )
    try:
        found = until(
            lambda: process.poll() is not None
            or re.search(r"http://\S+:(\d+) ", log.read_text(encoding="utf-8")),
            "an address",
        )
        assert found is not True, log.read_text(encoding="utf-8")
        service = Service(process, int(found[1]), log)
        until(lambda: _ready(service), "readiness")
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _ready(service: Service) -> bool:
    assert service.process.poll() is None, service.log.read_text(encoding="utf-8")
    try:
        return service.ask("/readyz").status == 200
    except OSError:
        return False


def trained(project: OnDisk, artifacts: Path, *words: str, **variables: str) -> Path:
    """The folder of the version that training made."""
    done = project.command("train", "--output-dir", str(artifacts), *words, **variables)  # type: ignore[arg-type]
    assert done.code == 0, done.err
    return artifacts / (artifacts / "current").read_text(encoding="utf-8").strip()


def another_version(folder: Path, name: str, *, current: bool = True) -> Path:
    """A copy of a version under another name."""
    copy = Path(shutil.copytree(folder, folder.parent / name))
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    (copy / "manifest.json").write_text(json.dumps({**manifest, "version": name}))
    if current:
        (folder.parent / "current").write_text(name)
    return copy


def is_alive(pid: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
