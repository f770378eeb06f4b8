"""The memory of a run's processes, and what happens when it is too much."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from converter.run.memory import descendants, memory_limited, memory_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
MB = 1_000_000


@pytest.fixture
def process():
    """Starts Python processes in sessions of their own, and ends them."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str) -> subprocess.Popen[str]:
        one = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        started.append(one)
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
        return one

    yield start
    for one in started:
        one.kill()
        one.wait()
        one.stdout.close()


SLEEP = "print('ready', flush=True)\nimport time\ntime.sleep(60)"


def test_a_process_within_its_limit_is_left_alone(process):
    one = process(SLEEP)
    with memory_limited(one.pid, 500 * MB, lambda: pytest.fail("within its limit")):
        time.sleep(0.3)
    assert one.poll() is None
    assert threading.active_count() < 50


def test_memory_counts_what_is_touched_and_what_children_hold(process):
    small = memory_of(process(SLEEP).pid)
    one = process(f"x = bytearray({80 * MB})\nx[::4096] = b'1' * len(x[::4096])\n{SLEEP}")
    # The kernel's counters lag by some pages for each core.
    assert 79 * MB < memory_of(one.pid) - small < 120 * MB
    forked = process(
        f"import os\nif not os.fork():\n    x = b'1' * {80 * MB}\n    {SLEEP.replace(chr(10), '; ')}\n"
        "else: os.wait()"
    )
    assert len(descendants(forked.pid)) == 1
    assert memory_of(forked.pid) - small > 60 * MB


def test_a_process_beyond_its_limit_is_killed_with_its_children(process):
    one = process(
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"x = b'1' * {80 * MB}\n{SLEEP}"
    )
    children = descendants(one.pid)
    told = threading.Event()
    with memory_limited(one.pid, 50 * MB, told.set):
        assert one.wait(timeout=20) == -9
    assert told.is_set()
    assert all(_ended(child) for child in children)


def _ended(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_nothing_is_counted_for_a_process_that_is_gone(process):
    one = process(SLEEP)
    one.kill()
    one.wait()
    assert memory_of(one.pid) == 0
