"""A service under load for a while: reloads, killed workers and hostile clients, and every answer compared.

    python benchmarks/serving_load.py [--minutes 10] [--workers 2] [--share 0.8] [--out serving_load.json]

One client asks at a share of the rate that it reached before. Every 30 seconds the service takes other
artifacts into use, every minute one worker is killed, and one request in a hundred is hostile. It ends
with 1 where an answer was wrong, a request failed outside the seconds after a kill, or memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from serving import memory, ours, processes
from serving_models import FIELDS, write_project

PORT = 8793
KEY = "load"
CONNECTIONS = 16
RELOAD, KILL = 30.0, 60.0
AFTER_KILL = 10.0
"""Seconds after a kill in which requests may fail: those that the dead worker had."""
EXPECTED = """
import json, sys
from pathlib import Path
from bench.serving.loading import Loaded
from bench.serving.settings import Settings
loaded = Loaded(Path(sys.argv[1]), Settings())
rows = json.load(sys.stdin)
print(json.dumps([loaded.answers("predict", [row])[0] for row in rows]))
"""


@dataclass
class Seen:
    """What happened: answers by kind, failures with their moment, times, memory, kills."""

    kinds: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[float, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)
    versions: Counter[str] = field(default_factory=Counter)


class Connection:
    """A connection that is kept, and made again when it broke."""

    def __init__(self) -> None:
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, body: bytes) -> tuple[int, bytes, str]:
        """Status, body and version of the answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", PORT)
        reader, writer = self._streams
        try:
            writer.write(request(body))
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
            lines = head.decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            content = await reader.readexactly(int(headers.get("content-length", 0)))
            return int(lines[0].split()[1]), content, headers.get("x-model-version", "")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
        self._streams = None


def request(body: bytes) -> bytes:
    head = f"POST /predict HTTP/1.1\r\nHost: x\r\nX-API-Key: {KEY}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def hostile(seen: Seen, drawn: random.Random) -> None:
    """Nothing; one request of the kind that nobody should send."""
    bad: list[tuple[str, bytes]] = [
        ("malformed", request(b'{"f0":')),
        ("deep", request(b"[" * 50_000)),
        ("ill-typed", request(b'{"f0": "x"}')),
        ("too large", request(b" " * 1_100_000)),
        ("no request", b"\x16\x03\x01\x02\x00\x01"),
        (
            "headers",
            b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 900) for i in range(100)),
        ),
        ("left early", request(b'{"f0": 1}')[:-5]),
    ]
    kind, content = drawn.choice(bad)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(content)
        answer = b"" if kind == "left early" else await asyncio.wait_for(reader.read(4096), 60)
        writer.close()
        status = answer[9:12].decode("latin-1") or "closed"
    except (OSError, asyncio.TimeoutError) as error:
        status = type(error).__name__
    seen.kinds[f"hostile {kind}: {status}"] += 1
    if status.startswith("5"):
        seen.failures.append((time.monotonic(), f"hostile {kind}: {status}"))


async def client(rows: list[bytes], wanted: list[Any], gate: Any, seen: Seen, number: int) -> None:
    """Nothing; asks whenever the gate lets it, until the gate closes."""
    connection, drawn = Connection(), random.Random(number)
    beside: set[asyncio.Task[None]] = set()  # they wait for seconds: nobody else is to
    while (due := await gate()) is not None:
        if drawn.random() < 0.01:
            task = asyncio.create_task(hostile(seen, drawn))
            beside.add(task)
            task.add_done_callback(beside.discard)
            continue
        place = drawn.randrange(len(rows))
        try:
            status, content, version = await connection.ask(rows[place])
        except (OSError, EOFError, asyncio.TimeoutError) as error:
            seen.kinds["failed"] += 1
            seen.failures.append((time.monotonic(), type(error).__name__))
            continue
        seen.seconds.append(time.monotonic() - due)
        seen.versions[version] += 1
        if status != 200:
            seen.kinds[f"status {status}"] += 1
            seen.failures.append((time.monotonic(), f"status {status}"))
        elif json.loads(content)["predictions"] == [wanted[place]]:
            seen.kinds["right"] += 1
        else:
            seen.kinds["wrong"] += 1
    connection.close()
    await asyncio.gather(*beside)


def at_rate(rate: float, seconds: float) -> Any:
    """A gate that opens `rate` times a second and gives the moment for which it opened."""
    started = time.monotonic()
    opened = iter(range(int(rate * seconds) + 1))

    async def gate() -> float | None:
        number = next(opened, None)
        if number is None:
            return None
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        return due if time.monotonic() - started < seconds + 30 else None

    return gate


def unlimited(seconds: float) -> Any:
    end = time.monotonic() + seconds

    async def gate() -> float | None:
        return time.monotonic() if time.monotonic() < end else None

    return gate


async def trouble(
    supervisor: int, artifacts: Path, versions: list[str], seen: Seen, seconds: float
) -> None:
    """Nothing; reloads, kills and measures until the time is over."""
    started = time.monotonic()
    reload_at, kill_at, number = started + RELOAD, started + KILL, 0
    while (now := time.monotonic()) < started + seconds:
        seen.memory.append((now - started, memory(supervisor)))
        if now >= reload_at:
            number, reload_at = number + 1, reload_at + RELOAD
            (artifacts / "current").write_text(versions[number % 2])
            await asyncio.to_thread(reload)
            seen.kinds["reloads"] += 1
        if now >= kill_at:
            kill_at += KILL
            os.kill(workers(supervisor)[0], signal.SIGKILL)
            seen.kills.append(time.monotonic())
        await asyncio.sleep(1)


def reload() -> None:
    asked = urllib.request.Request(f"http://127.0.0.1:{PORT}/admin/reload", b"", {"X-API-Key": KEY})
    urllib.request.urlopen(asked, timeout=60).read()


def workers(supervisor: int) -> list[int]:
    """The processes that answer."""
    return [
        int(process.name)
        for process in processes(supervisor)
        if b"spawn_main" in (process / "cmdline").read_bytes()
    ]


@contextmanager
def service(project: Path, artifacts: Path, count: int) -> Iterator[int]:
    """The supervisor of the running service."""
    with (project / "service.log").open("wb") as log:
        words = [
            sys.executable,
            "-m",
            "bench",
            "serve",
            "--artifacts",
            str(artifacts),
            "--port",
            str(PORT),
        ]
        process = subprocess.Popen(
            [*words, "--workers", str(count)],
            cwd=project, env={**ours(project), "BENCH_SERVE_API_KEYS": KEY}, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            for _ in range(1200):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=5).read()
                    break
                except OSError:
                    time.sleep(0.1)
            time.sleep(5)  # all workers are there
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def prepared(folder: Path) -> tuple[Path, Path, list[str], list[bytes], list[Any]]:
    """Project, artifacts, two versions, rows and the answers of the model as it was fitted."""
    project, artifacts = folder / "project", folder / "artifacts"
    write_project(project, compiled=True)
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    plain = [sys.executable, "-m", "bench", "train", "--output-dir"]
    subprocess.run(
        [*plain, str(folder / "plain")], check=True, cwd=project, env=ours(project), **quiet
    )
    subprocess.run(
        [*plain, str(artifacts), "--compile"], check=True, cwd=project, env=ours(project), **quiet
    )
    first = (artifacts / "current").read_text().strip()
    shutil.copytree(artifacts / first, artifacts / "other")
    manifest = json.loads((artifacts / "other/manifest.json").read_text())
    (artifacts / "other/manifest.json").write_text(json.dumps({**manifest, "version": "other"}))
    drawn = random.Random(1)
    rows = [{name: round(drawn.gauss(0, 1), 4) for name in FIELDS} for _ in range(500)]
    reference = folder / "plain" / (folder / "plain/current").read_text().strip()
    done = subprocess.run(
        [sys.executable, "-c", EXPECTED, str(reference)],
        input=json.dumps(rows), capture_output=True, text=True, check=True, cwd=project, env=ours(project),
    )  # fmt: skip
    return (
        project,
        artifacts,
        [first, "other"],
        [json.dumps(row).encode() for row in rows],
        json.loads(done.stdout),
    )


async def held(
    options: argparse.Namespace,
    supervisor: int,
    artifacts: Path,
    versions: list[str],
    rows: list[bytes],
    wanted: Any,
) -> tuple[float, Seen]:
    """The client's highest rate, and what was seen at a share of it."""
    warm = Seen()
    gate = unlimited(8)
    began = time.monotonic()
    await asyncio.gather(*[client(rows, wanted, gate, warm, n) for n in range(CONNECTIONS)])
    highest = warm.kinds["right"] / min(8.0, time.monotonic() - began)
    seconds = options.minutes * 60
    seen = Seen()
    gate = at_rate(highest * options.share, seconds)
    await asyncio.gather(
        trouble(supervisor, artifacts, versions, seen, seconds),
        *[client(rows, wanted, gate, seen, n) for n in range(CONNECTIONS)],
    )
    return highest, seen


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--share", type=float, default=0.8)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("serving_load.json"))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server is stopped then, too
    with tempfile.TemporaryDirectory() as folder:
        project, artifacts, versions, rows, wanted = prepared(Path(folder))
        with service(project, artifacts, options.workers) as supervisor:
            highest, seen = asyncio.run(
                held(options, supervisor, artifacts, versions, rows, wanted)
            )
    report = summary(options, highest, seen)
    options.out.write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))
    return 0 if report["good"] else 1


def summary(options: argparse.Namespace, highest: float, seen: Seen) -> dict[str, Any]:
    """The figures, and whether they are good."""
    outside = [
        what
        for when, what in seen.failures
        if not any(0 <= when - kill <= AFTER_KILL for kill in seen.kills)
    ]
    # From the second third on: the first holds what start and first reload bring.
    late = [mb for at, mb in seen.memory if at > options.minutes * 20]
    half = len(late) // 2
    growth = statistics.median(late[half:]) / statistics.median(late[:half]) - 1 if half else 0.0
    times = sorted(seen.seconds)
    return {
        "minutes": options.minutes,
        "workers": options.workers,
        "highest_rate": round(highest),
        "rate": round(highest * options.share),
        "answers": dict(sorted(seen.kinds.items())),
        "versions": dict(seen.versions),
        "kills": len(seen.kills),
        "failures_after_kills": len(seen.failures) - len(outside),
        "failures_outside": dict(Counter(outside)),
        "p50_ms": round(times[len(times) // 2] * 1000, 2),
        "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 2),
        "memory_mb": [round(mb) for _, mb in seen.memory[:: max(1, len(seen.memory) // 20)]],
        "memory_growth": round(growth, 4),
        "good": not seen.kinds["wrong"] and not outside and growth < 0.05,
    }


if __name__ == "__main__":
    sys.exit(main())
