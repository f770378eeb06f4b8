"""Many processes write one store at once, from the moment that it is made."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from converter.store.query import selected
from converter.store.store import open_store

WRITERS = 8
EACH = 12
SCRIPT = """
import sys, time
sys.path.insert(0, "tests")
from store_records import a_record
from converter.store.store import open_store
url, writer, begin, count = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
time.sleep(max(0, begin - time.time()))
store = open_store(url)
for number in range(count):
    one = a_record(f"{writer}-{number}", status="running", metrics={"n": number})
    store.put([one])
    store.put([a_record(one.id, metrics={"n": number}, python="3.11", packages={"a": "1"})])
    assert store.record(one.id).status == "complete"
"""


def test_eight_writers_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'runs.db'}"
    begin = str(time.time() + 2)  # all of them find no store, and make it
    root = Path(__file__).resolve().parents[2]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, url, f"w{number}", begin, str(EACH)],
            cwd=root,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    errors = [writer.communicate(timeout=180)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, "\n".join(errors)
    store = open_store(url)
    found = store.records(selected(store, where="status == 'complete' and n >= 0"))
    assert len(found) == WRITERS * EACH
