"""Several workers: one supervisor, one set of figures, one version, nobody cut off."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from services import CUSTOMERS
from started import KEY, PATIENCE, Service, Trained, another_version, is_alive, served, until

ROW = CUSTOMERS[0]


@pytest.fixture(scope="module")
def version(churn: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version in a folder of its own."""
    copy = Trained(churn.project, tmp_path_factory.mktemp("versions") / churn.version.name)
    os.symlink(churn.version, copy.version)
    (copy.artifacts / "current").write_text(churn.version.name)
    return copy.version


@pytest.fixture(scope="module")
def workers(churn: Trained, version: Path) -> Iterator[Service]:
    with served(churn.project, version.parent, "--workers", "2", CHURN_SERVE_API_KEYS=KEY) as started:
        until(lambda: figure(started, "model_workers") == 2, "both workers")
        yield started


def figure(service: Service, name: str) -> float:
    """The sum of a metric's series."""
    lines = service.ask("/metrics", x_api_key=KEY).body.decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith((f"{name} ", f"{name}{{")))


def version_of(service: Service) -> str:
    return str(service.ask("/predict", ROW, x_api_key=KEY).headers["x-model-version"])


def in_use(service: Service, name: str) -> bool:
    """Whether both workers use the version."""
    text = service.ask("/metrics", x_api_key=KEY).body.decode()
    return f'model_workers{{version="{name}"}} 2.0' in text


def test_figures_are_those_of_all_workers(workers: Service) -> None:
    before = figure(workers, "predictions_total")
    for _ in range(40):
        assert workers.ask("/predict", ROW, x_api_key=KEY).status == 200
    assert figure(workers, "predictions_total") == before + 40
    assert len(workers.workers()) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not deal out connections")
def test_connections_are_dealt_out_to_all_workers(workers: Service) -> None:
    """Clients keep theirs: one worker with all of them would leave the others idle."""
    idle, busy = workers.workers()

    def listeners() -> int:
        lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
        wanted = f"0100007F:{workers.port:04X}", "0A"  # the address, and LISTEN
        return sum((line.split()[1], line.split()[3]) == wanted for line in lines)

    def sockets(pid: int) -> int:
        return sum("socket:" in os.readlink(f) for f in Path(f"/proc/{pid}/fd").iterdir())

    until(lambda: listeners() == 2, "both listeners")
    before = sockets(idle)
    os.kill(busy, signal.SIGSTOP)
    try:
        kept = [socket.create_connection(("127.0.0.1", workers.port)) for _ in range(40)]
        until(lambda: sockets(idle) >= before + 5, "connections")
        time.sleep(0.5)
        gained = sockets(idle) - before
    finally:
        os.kill(busy, signal.SIGCONT)
    for each in kept:
        each.close()
    assert gained < 36  # the rest wait for the other worker


def test_several_workers_take_no_port_that_is_in_use(workers: Service, churn: Trained) -> None:
    """Though their sockets share one: nobody else's do."""
    words = ["--artifacts", str(churn.artifacts), "--workers", "2", "--port", str(workers.port)]
    refused = churn.project.command("serve", *words)
    assert refused.code == 2
    assert refused.err.startswith("churn: cannot listen: Address already in use")


def test_a_killed_worker_is_replaced_and_its_figures_stay(workers: Service) -> None:
    before = figure(workers, "predictions_total")
    dead = workers.workers()[0]
    os.kill(dead, signal.SIGKILL)
    until(lambda: not is_alive(dead) and len(workers.workers()) == 2, "another worker")
    until(lambda: figure(workers, "model_workers") == 2, "its model")
    assert figure(workers, "predictions_total") >= before
    assert workers.ask("/predict", ROW, x_api_key=KEY).status == 200


def test_a_reload_reaches_every_worker_and_drops_nothing(workers: Service, version: Path) -> None:
    answers: list[int] = []
    over = threading.Event()

    def asking() -> None:
        while not over.is_set():
            answers.append(workers.ask("/predict", ROW, x_api_key=KEY).status)

    threads = [threading.Thread(target=asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        another_version(version, "second")
        answer = workers.ask("/admin/reload", b"", x_api_key=KEY)
        assert (answer.status, answer.json) == (200, {"version": "second"})
        until(lambda: in_use(workers, "second"), "the second version everywhere")
        another_version(version, "third")
        workers.process.send_signal(signal.SIGHUP)
        until(lambda: in_use(workers, "third"), "the third version everywhere")
    finally:
        over.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert set(answers) == {200}
    assert version_of(workers) == "third"


def test_a_bad_version_is_refused_also_to_a_new_worker(workers: Service, version: Path) -> None:
    before = version_of(workers)
    bad = another_version(version, "bad")
    (bad / "model.joblib").write_bytes(b"no pickle at all")
    try:
        answer = workers.ask("/admin/reload", b"", x_api_key=KEY)
        assert answer.status == 409
        assert "model.joblib is not the file that training wrote" in answer.json["detail"]
        workers.process.send_signal(signal.SIGHUP)
        until(lambda: any("model.joblib" in line["message"] for line in workers.logged()), "a word")
        dead = workers.workers()[0]
        os.kill(dead, signal.SIGKILL)
        until(lambda: not is_alive(dead) and figure(workers, "model_workers") == 2, "another worker")
        assert {version_of(workers) for _ in range(20)} == {before}
    finally:
        (version.parent / "current").write_text(before)


@pytest.mark.slow
def test_stopping_answers_what_has_begun(churn: Trained) -> None:
    rows = [{**ROW, "age": 20 + i % 50} for i in range(500)]  # 8 times: all may wait in one worker
    with served(churn.project, churn.artifacts, "--workers", "2") as service:
        statuses: list[int] = []
        threads = [
            threading.Thread(target=lambda: statuses.append(service.ask("/predict", rows).status))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        until(lambda: figure_without_key(service) >= 1, "a request under way")
        service.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join(PATIENCE)
        assert service.process.wait(PATIENCE) == 0
    assert statuses.count(200) >= 1
    assert set(statuses) == {200}


def figure_without_key(service: Service) -> float:
    lines = service.ask("/metrics").body.decode().splitlines()
    (line,) = [line for line in lines if line.startswith("batch_rows_count")] or ["0 0"]
    return float(line.rpartition(" ")[2])


@pytest.mark.slow
def test_the_supervisor_takes_its_workers_along(churn: Trained) -> None:
    with served(churn.project, churn.artifacts, "--workers", "2") as service:
        pids = service.workers()
    until(lambda: not any(is_alive(pid) for pid in pids), "the end of the workers")


@pytest.mark.slow
def test_any_asgi_server_will_do(churn: Trained) -> None:
    import socket
    import sys

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "churn.service:app", "--port", str(port), "--log-level", "error"],
        env=churn.project.environment(CHURN_SERVE_ARTIFACTS=str(churn.artifacts)),
        stderr=subprocess.DEVNULL,
    )
    service = Service(process, port, churn.artifacts / "none")
    try:
        until(lambda: ready(service), "readiness")
        assert service.ask("/predict", ROW).json["predictions"][0]["churn"] is True
        before = version_of(service)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert version_of(service) == before
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def ready(service: Service) -> bool:
    try:
        return service.ask("/readyz").status == 200
    except OSError:
        return False
