"""However a run ends, its outcome is told, nothing of it is left, and the next run works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from warm_runs import notebook_of, printed, ran, runs_still

from converter.run.engine import Limits
from converter.run.memory import descendants
from converter.run.warm.pool import warm_pool

FIRST = "import os\nprint(os.getpid(), os.getppid(), flush=True)"
ROOT = Path(__file__).resolve().parents[3]


def pids(node):
    return [int(text) for text in printed(node)[0].split()]


@pytest.mark.parametrize(
    ("source", "limits", "ending", "number"),
    [
        ("os._exit(1)", Limits(), "died", None),
        ("os.kill(os.getpid(), 9)", Limits(), "died", 9),
        ("import ctypes\nctypes.string_at(0)", Limits(), "died", 11),
        ("import time\ntime.sleep(60)", Limits(cell=1), "timeout", None),
        ("import time\ntime.sleep(60)", Limits(run=2), "timeout", None),
        ("while True: pass", Limits(cell=1), "timeout", None),
        (
            "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\n"
            "while True: pass",
            Limits(cell=1),
            "timeout",
            None,
        ),
        (
            "x = b'1' * 900_000_000\nimport time\ntime.sleep(60)",
            Limits(memory=500_000_000),
            "memory",
            9,
        ),
        ("import signal\nos.kill(os.getpid(), signal.SIGSTOP)", Limits(cell=1), "timeout", None),
    ],
    ids=["exits", "killed", "crashes", "cell", "run", "busy", "deaf", "memory", "stopped"],
)
def test_an_ending_is_told_and_final(pool, source, limits, ending, number):
    node = notebook_of(FIRST, "import subprocess\nsubprocess.Popen(['sleep', '60']).pid", source)
    began = time.monotonic()
    done, watch = ran(node, pool, limits=limits)
    assert (watch.ending, watch.signal) == (ending, number)
    assert watch.index == 2
    assert time.monotonic() - began < 20
    child, server = pids(done)
    assert not runs_still(child)
    assert not runs_still(int(done.cells[1].outputs[0].data["text/plain"]))
    again, watch = ran(notebook_of(FIRST), pool)
    assert watch.ending == ""
    assert pids(again)[1] == server


@pytest.mark.parametrize(
    ("source", "limits", "ending"),
    [
        ("os.kill(os.getpid(), 11)", Limits(), "died"),
        ("import time\ntime.sleep(60)", Limits(cell=1), "timeout"),
        ("x = 1", Limits(), ""),
    ],
    ids=["crashes", "cell", "well"],
)
def test_endings_with_sockets(zmq_pool, source, limits, ending):
    done, watch = ran(notebook_of(FIRST, source), zmq_pool, limits=limits)
    assert watch.ending == ending
    assert not runs_still(pids(done)[0])


def test_a_server_that_is_killed_ends_its_runs_and_is_replaced(pool, tmp_path):
    first, _ = ran(notebook_of(FIRST), pool)
    server = pids(first)[1]
    killer = threading.Timer(1.0, os.kill, (server, signal.SIGKILL))
    killer.start()
    spawns = "import subprocess\nsubprocess.Popen(['sleep', '60']).pid"
    done, watch = ran(notebook_of(FIRST, spawns, "import time\ntime.sleep(60)"), pool)
    killer.join()
    assert (watch.ending, watch.signal) == ("died", signal.SIGKILL)
    assert not any(map(runs_still, pids(done)))
    assert not runs_still(int(done.cells[1].outputs[0].data["text/plain"]))
    again, watch = ran(notebook_of(FIRST), pool)
    assert watch.ending == ""
    assert pids(again)[1] != server


def test_runs_at_the_same_time_do_not_meet(pool, tmp_path):
    node = notebook_of(FIRST, "import time\ntime.sleep(1.5)\nos._exit(len(os.environ['DEATH']))")
    good = notebook_of(FIRST, "import time\ntime.sleep(2)\nprint('end')")
    found = {}

    def work(name, what, **environment):
        found[name] = ran(what, pool, **environment)

    threads = [
        threading.Thread(target=work, args=(n, good if n % 2 else node), kwargs={"DEATH": "x" * n})
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n][1].ending for n in range(4)] == ["died", "", "died", ""]
    assert printed(found[1][0])[1] == "end\n"
    assert len({pids(found[n][0])[0] for n in range(4)}) == 4


def test_a_pool_that_is_closed_leaves_nothing(tmp_path):
    with warm_pool(workers=2) as own:
        first, _ = ran(notebook_of(FIRST), own)
        server = pids(first)[1]
        assert server in descendants(os.getpid())
    assert not runs_still(server)


def test_a_client_that_is_killed_leaves_nothing(tmp_path):
    (tmp_path / "client.py").write_text(
        "from warm_runs import notebook_of, ran\n"
        "from converter.run.warm.pool import warm_pool\n"
        'cell = \'import os, time\\nopen("pids", "w").write(f"{os.getpid()} {os.getppid()}")\\n\'\n'
        "with warm_pool() as pool:\n"
        '    ran(notebook_of(cell + \'os.rename("pids", "told")\\ntime.sleep(60)\'), pool)\n'
    )
    paths = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"
    client = subprocess.Popen(
        [sys.executable, "client.py"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths}
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "told").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    client.kill()
    client.wait()
    assert not any(map(runs_still, map(int, (tmp_path / "told").read_text().split())))


def test_an_interrupt_ends_the_run(pool, tmp_path):
    told = notebook_of(
        "import os\nopen('pid', 'w').write(str(os.getpid()))", "import time\ntime.sleep(60)"
    )

    def interrupt(index):
        if index == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ran(told, pool, folder=tmp_path, on_cell=interrupt)
    assert not runs_still(int((tmp_path / "pid").read_text()))
