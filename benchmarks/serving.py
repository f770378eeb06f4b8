"""How fast generated services answer, against the servers that people use: interleaved, one client.

    python benchmarks/serving.py --peers FOLDER [--make] [--rounds 3] [--seconds 4]

Every round starts each server in turn, waits until it answers, asks it one row a request with wrk at
1, 16 and 64 connections (ours 128, 256 and 512, too), and stops it. Figures are medians of the rounds; ratios are taken within a
round. FOLDER has an environment for each peer; `--make` makes those that are missing. Debian's `wrk`
is needed. Our services run as generated, installed by their own pyproject: validation, metrics and the
access log (to a file) are on. Only MLflow needs pyarrow; pandas loads it wherever it is installed.
All modules are byte-compiled, as in an image: an environment that keeps Python from it would slow starts.
"""

from __future__ import annotations

import argparse
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
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from serving_models import ROW, write_project
from serving_table import table

HERE = Path(__file__).resolve().parent
NEEDS = {
    "fastapi": ("fastapi", "uvicorn[standard]"),
    "bentoml": ("bentoml",),
    "litserve": ("litserve",),
    "mlflow": ("mlflow",),
}
MODELS = ("forest", "logistic")
CONNECTIONS = (1, 16, 64)
MORE = (128, 256, 512)
"""Connections that our servers are asked with, too: two workers need more than one to be busy."""
PORT = 8791
SCRIPT = """wrk.method = "POST"
wrk.body = [==[{body}]==]
wrk.headers["Content-Type"] = "application/json"
"""


@dataclass(frozen=True)
class Server:
    """A server that can be started: its words, its address and what it is asked."""

    name: str
    words: tuple[str, ...]
    path: str = "/predict"
    body: object = None
    environment: tuple[tuple[str, str], ...] = ()
    connections: tuple[int, ...] = CONNECTIONS


@dataclass(frozen=True)
class Measured:
    """One server at one number of connections in one round."""

    round: int
    model: str
    server: str
    connections: int
    rate: float
    p50_ms: float
    p99_ms: float
    errors: int
    ready_s: float
    rss_mb: float
    server_cpus: float
    client_cpus: float


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--peers", type=Path, required=True, help="folder of the peers' environments"
    )
    parser.add_argument("--make", action="store_true", help="make environments that are missing")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--models", default=",".join(MODELS))
    parser.add_argument("--only", default="", help="servers, with semicolons between")
    parser.add_argument("--out", type=Path, default=HERE / "serving.json")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server is stopped then, too
    peers = options.peers.resolve()
    prepare(peers, make=options.make)
    found: list[Measured] = []
    for number in range(options.rounds):
        for model in options.models.split(","):
            for server in servers(peers, model):
                if options.only and server.name not in options.only.split(";"):
                    continue
                found += measured(server, model, number, options.seconds, peers)
                line = ", ".join(
                    f"{m.connections}: {m.rate:.0f}/s" for m in found[-len(server.connections) :]
                )
                print(f"round {number} {model} {server.name}: {line}", flush=True)
    options.out.write_text(json.dumps([asdict(each) for each in found], indent=1) + "\n")
    text = table(found)
    options.out.with_suffix(".md").write_text(text)
    print(text)
    return 0 if not any(each.errors for each in found) else 1


def prepare(peers: Path, *, make: bool) -> None:
    """Nothing; every environment is there and every model trained."""
    for name, packages in NEEDS.items():
        python = peers / name / "bin/python"
        if not python.exists():
            if not make:
                sys.exit(f"{python} is missing; --make makes it")
            subprocess.run([sys.executable, "-m", "venv", str(peers / name)], check=True)
            words = [
                str(python),
                "-m",
                "pip",
                "install",
                "--quiet",
                *packages,
                "scikit-learn",
                "pandas",
            ]
            subprocess.run(words, check=True)
        for model in MODELS:
            if not (peers / f"{name}-{model}" / "model.joblib").exists():
                script = str(HERE / "serving_peers.py")
                subprocess.run(
                    [str(python), script, "train", model, str(peers / f"{name}-{model}")],
                    check=True,
                )
    project, python = peers / "ours", peers / "nbship/bin/python"
    write_project(project, compiled=True)
    if not python.exists():
        if not make:
            sys.exit(f"{python} is missing; --make makes it")
        subprocess.run([sys.executable, "-m", "venv", str(peers / "nbship")], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", f"{project}[compile]"]
        subprocess.run(install, check=True)
    for model in MODELS:
        for more in ((), ("--compile",)):
            folder = project / "artifacts" / "-".join([model, *(["compiled"] if more else [])])
            words = [str(python), "-m", "bench", "train", "--KIND", model, *more]
            words += ["--output-dir", str(folder)]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run(words, check=True, cwd=project, env=ours(project), **quiet)  # type: ignore[call-overload]


def compiling() -> dict[str, str]:
    """The environment, in which Python keeps the byte code of what it imports."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def ours(project: Path) -> dict[str, str]:
    return {**compiling(), "PYTHONPATH": str(project / "src")}


def servers(peers: Path, model: str) -> Iterator[Server]:
    """The servers of one model, the peers first."""
    bodies: dict[str, object] = {"mlflow": {"dataframe_records": [ROW]}, "bentoml": {"rows": [ROW]}}
    paths = {"mlflow": "/invocations"}
    for name in NEEDS:
        python = str(peers / name / "bin/python")
        words = (
            python,
            str(HERE / "serving_peers.py"),
            name,
            model,
            str(peers / f"{name}-{model}"),
            str(PORT),
        )
        yield Server(name, words, paths.get(name, "/predict"), bodies.get(name, ROW))
    path = (("PYTHONPATH", str(peers / "ours/src")),)
    for name, suffix, workers in (
        ("nbship", "", 1),
        ("nbship, 2 workers", "", 2),
        ("nbship compiled", "-compiled", 1),
        ("nbship compiled, 2 workers", "-compiled", 2),
    ):
        folder = str(peers / "ours/artifacts" / (model + suffix))
        python = str(peers / "nbship/bin/python")
        words = (python, "-m", "bench", "serve", "--artifacts", folder, "--port", str(PORT))
        words = (*words, "--workers", str(workers))
        yield Server(name, words, "/predict", ROW, path, (*CONNECTIONS, *MORE))


@contextmanager
def started(server: Server, log: Path) -> Iterator[tuple[int, float]]:
    """The running server's process, and the seconds until it answered."""
    with log.open("wb") as out:
        begun = time.perf_counter()
        process = subprocess.Popen(
            server.words, stdout=out, stderr=out, start_new_session=True,
            env={**compiling(), **dict(server.environment)},
        )  # fmt: skip
        try:
            wait_until_it_answers(server, process)
            yield process.pid, time.perf_counter() - begun
        finally:
            stop(process)


def wait_until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Nothing, once a row is answered with success."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}{server.path}",
        json.dumps(server.body).encode(),
        {"Content-Type": "application/json"},
    )
    for _ in range(2400):
        if process.poll() is not None:
            sys.exit(f"{server.name} ended with {process.returncode}")
        try:
            urllib.request.urlopen(request, timeout=10).read()
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    sys.exit(f"{server.name} does not answer")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Nothing; the server and all that it started have ended."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def measured(server: Server, model: str, number: int, seconds: int, peers: Path) -> list[Measured]:
    """What wrk finds at each number of connections."""
    script = peers / "ask.lua"
    script.write_text(SCRIPT.format(body=json.dumps(server.body)))
    found = []
    with started(server, peers / "server.log") as (root, ready):
        for connections in server.connections:
            words = ["wrk", "-t1", f"-c{connections}", "--latency", "-s", str(script)]
            url = f"http://127.0.0.1:{PORT}{server.path}"
            subprocess.run([*words, "-d1", url], capture_output=True, check=True)
            before, client, clock = cpu_seconds(root), children(), time.perf_counter()
            done = subprocess.run(
                [*words, f"-d{seconds}", url], capture_output=True, text=True, check=True
            )
            spent = time.perf_counter() - clock
            text = done.stdout
            found.append(
                Measured(
                    number, model, server.name, connections,
                    rate=float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),  # type: ignore[index]
                    p50_ms=milliseconds(text, "50%"),
                    p99_ms=milliseconds(text, "99%"),
                    errors=sum(map(int, re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)", text))),
                    ready_s=ready,
                    rss_mb=memory(root),
                    server_cpus=(cpu_seconds(root) - before) / spent,
                    client_cpus=(children() - client) / spent,
                )
            )  # fmt: skip
    return found


def milliseconds(text: str, share: str) -> float:
    """A line of wrk's latency distribution."""
    number, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def processes(root: int) -> Iterator[Path]:
    """A process and all that it started."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    waiting = [root]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        yield Path(f"/proc/{process}")


def cpu_seconds(root: int) -> float:
    """Processor time of a process and its children so far."""
    total = 0
    for process in processes(root):
        try:
            total += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:13]))
        except OSError:
            continue
    return total / os.sysconf("SC_CLK_TCK")


def memory(root: int) -> float:
    """Resident MB of a process and its children; what its processes share is counted once (proportional set)."""
    total = 0
    for process in processes(root):
        try:
            total += int(re.search(r"Pss:\s+(\d+)", (process / "smaps_rollup").read_text())[1])  # type: ignore[index]
        except (OSError, TypeError):
            continue
    return total / 1024


def children() -> float:
    """Processor time of ended children so far: of wrk."""
    used = os.times()
    return used.children_user + used.children_system


if __name__ == "__main__":
    sys.exit(main())
