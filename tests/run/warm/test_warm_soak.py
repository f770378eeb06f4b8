"""Some hundred runs on one pool, good and bad ones: nothing grows and nothing is left."""

from __future__ import annotations

import os
import tempfile
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from warm_runs import notebook_of, ran

from converter.run.engine import Limits
from converter.run.memory import descendants, memory_of
from converter.run.warm.pool import warm_pool

RUNS = 300
KINDS = {
    "": notebook_of("import decimal\nx = [decimal.Decimal(n) for n in range(1000)]", "len(x)"),
    "fails": notebook_of("1 / 0"),
    "spawns": notebook_of("import subprocess\nsubprocess.Popen(['sleep', '60']).pid"),
    "died": notebook_of("import os\nos.kill(os.getpid(), 9)"),
    "timeout": notebook_of("import time\ntime.sleep(60)"),
}
ENDINGS = {"died": "died", "timeout": "timeout"}


def kind_of(number: int) -> str:
    if number % 50 == 7:
        return "timeout"
    return {3: "fails", 5: "spawns", 8: "died"}.get(number % 10, "")


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["in-process", "zmq"])
def test_hundreds_of_runs_leave_nothing(tmp_path, monkeypatch, mode):
    temporary, here = tmp_path / "temporary", tmp_path / "here"
    temporary.mkdir()
    here.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    others = set(descendants(os.getpid()))  # of fixtures that other tests share

    def mine() -> list[int]:
        return [pid for pid in descendants(os.getpid()) if pid not in others]

    with warm_pool(workers=4, mode=mode) as pool:

        def one(number: int) -> tuple[str, str]:
            kind = kind_of(number)
            limits = Limits(cell=1) if kind == "timeout" else Limits()
            return kind, ran(KINDS[kind], pool, folder=here, limits=limits)[1].ending

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(one, range(20)))
            servers = mine()
            before = [descriptors(pid) for pid in (os.getpid(), *servers)]
            memory = [memory_of(pid) for pid in (os.getpid(), *servers)]
            alive = threading.active_count()
            found = Counter(threads.map(one, range(RUNS)))
        expected = Counter((kind_of(n), ENDINGS.get(kind_of(n), "")) for n in range(RUNS))
        assert found == expected
        assert mine() == servers
        assert len(servers) == 1
        after = [descriptors(pid) for pid in (os.getpid(), *servers)]
        assert all(now <= then + 4 for then, now in zip(before, after, strict=True)), (
            before,
            after,
        )
        grown = [
            memory_of(pid) / then for pid, then in zip((os.getpid(), *servers), memory, strict=True)
        ]
        assert max(grown) < 1.1, grown
        assert threading.active_count() <= alive
    assert mine() == []
    assert os.listdir(temporary) == os.listdir(here) == []
