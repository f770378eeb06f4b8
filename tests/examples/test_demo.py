"""`make demo`: what it shows, when it fails, and that nothing of it stays behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from projects import EXAMPLES

SPEAKS = """
import http.server, sys, time
answers = http.server.BaseHTTPRequestHandler
class Ready(answers):
    def do_GET(self):
        self.send_response(STATUS); self.end_headers(); self.wfile.write(b'{"status": "told"}')
    log_message = lambda *_: None
server = http.server.HTTPServer(("127.0.0.1", 0), Ready)
print(f"x: http://127.0.0.1:{server.server_port} with 1 workers", file=sys.stderr, flush=True)
server.serve_forever()
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The demo's module, which is a script beside the notebooks."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    import demo

    return demo


@pytest.fixture
def processes(demo: Any) -> Any:
    return sys.modules["demo_processes"]


def started(processes: Any, folder: Path, text: str) -> Any:
    """The script in place of a service."""
    return processes.served(
        sys.executable, "-c", text, log=folder / "service.log", environment={}
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like a fresh clone to the demo."""
    shutil.copytree(EXAMPLES, tmp_path / "clone" / "example_notebooks")
    return tmp_path / "clone"


def left_behind(folder: Path) -> list[str]:
    """Processes that work in the folder or name it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace")
            place = os.readlink(process / "cwd")
        except OSError:
            continue
        if str(folder) in words or place.startswith(str(folder)):
            found.append(words.replace("\0", " "))
    return found


def test_the_notebooks_and_the_services_answers_stand_side_by_side(checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, "example_notebooks/demo.py"],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    assert "GET /readyz  200 " in done.stdout
    assert done.stdout.count("equal   notebook  {'probability': ") == 3
    assert "equal: 3 of 3 answers" in done.stdout
    assert left_behind(checkout) == []


def test_another_answer_is_told_and_counts(demo: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "recorded", lambda: [({"a": i}, {"p": i / 10}) for i in range(3)])
    monkeypatch.setattr(demo, "request", lambda url, row: (200, {"predictions": [{"p": row["a"] / 10}]}))
    assert demo.compared("http://nowhere") is True
    monkeypatch.setattr(demo, "request", lambda url, row: (200, {"predictions": [{"p": 0.2}]}))
    assert demo.compared("http://nowhere") is False
    told = capsys.readouterr().out
    assert "NOT EQUAL: 1 of 3 answers" in told
    assert told.count("DIFFER") == 2


def test_a_refusal_is_no_equal_answer(demo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "recorded", lambda: [({"a": 1}, "422 no")] * 2)
    monkeypatch.setattr(demo, "request", lambda url, row: (422, "no"))
    assert demo.compared("http://nowhere") is False  # two rows are not three


def test_a_service_is_waited_for_and_stopped(processes: Any, tmp_path: Path) -> None:
    with started(processes, tmp_path, SPEAKS.replace("STATUS", "200")) as service:
        assert service.ready() == '200 {"status": "told"}'
    assert service.process.returncode == -signal.SIGTERM


def test_a_service_is_stopped_when_the_demo_is_interrupted(processes: Any, tmp_path: Path) -> None:
    text = SPEAKS.replace("STATUS", "200")
    with pytest.raises(KeyboardInterrupt), started(processes, tmp_path, text) as service:
        raise KeyboardInterrupt
    assert service.process.returncode is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("print('no room', flush=True); raise SystemExit(2)", "did not start"),
        (SPEAKS.replace("STATUS", "503"), "did not get ready"),
        (DEAF + SPEAKS.replace("STATUS", "200"), "did not end by itself"),
    ],
    ids=["ends", "is not ready", "does not stop"],
)
def test_a_service_that_does_not_serve_ends_the_demo(
    processes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 10.0)
    seen = []
    with pytest.raises(processes.Stopped, match=why), started(processes, tmp_path, text) as service:
        seen.append(service.process)
        service.ready()
    assert all(each.returncode is not None for each in seen)
    assert left_behind(tmp_path) == []


def test_a_command_that_fails_ends_the_demo(processes: Any) -> None:
    with pytest.raises(processes.Stopped, match="it ended with 3"):
        processes.command(sys.executable, "-c", "raise SystemExit(3)")


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["running example", "churn train", "churn serve"])
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_leaves_no_process(
    checkout: Path, moment: str, signum: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "example_notebooks/demo.py"],
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if moment in line:
            break
    time.sleep(0.3)  # in the midst of what follows
    process.send_signal(signum)
    assert process.wait(120) == 128 + signum
    end = time.monotonic() + 60
    while left_behind(checkout) and time.monotonic() < end:
        time.sleep(0.2)
    assert left_behind(checkout) == []


def test_the_demo_asks_what_the_notebook_was_seen_to_answer(
    demo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "predict.json"
    calls = [{"rows": [{"a": 1}, {"a": 2}], "answers": [1, 2]}, {"rows": [{"a": 3}] * 4, "answers": [3] * 4}]
    file.write_text(json.dumps(calls))
    monkeypatch.setattr(demo, "RECORDED", file)
    assert demo.recorded() == [({"a": 1}, 1), ({"a": 2}, 2), ({"a": 3}, 3)]
