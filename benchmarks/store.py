"""The run store and sweeps of jobs: how fast, against what; medians of interleaved pairs.

    python benchmarks/store.py                  both parts
    python benchmarks/store.py --only filter    10,000 records: `nbship runs --where` after start-up
    python benchmarks/store.py --only sweep     a generated job swept, against a papermill loop
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = Path(__file__).with_name("measuring.ipynb")
NBSHIP = [sys.executable, "-m", "converter"]
RECORDS = 10_000
LIMIT_MS = 200.0
LEAST_RATIO = 15.0
WHERE = "accuracy > 0.9 and alpha < 1 and kind == 'rbf'"
LOOP = """
import sys, papermill
notebook, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
for seed in range(1, count + 1):
    papermill.execute_notebook(notebook, f"{folder}/{seed}.ipynb", {"SEED": seed}, progress_bar=False)
"""


def seconds(command: list[str], folder: Path, **environment: str) -> float:
    """Wall-clock seconds of one run of `command`."""
    started = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def filled(file: Path) -> None:
    """A store with many runs in it."""
    from converter.model.run_record import RunRecord
    from converter.store.store import open_store

    chance = random.Random(1)
    store = open_store(f"sqlite:///{file}")
    for start in range(0, RECORDS, 500):
        store.put([_record(number, chance) for number in range(start, start + 500)])
    assert isinstance(store.record("run-00000"), RunRecord)


def _record(number: int, chance: random.Random) -> object:
    from converter.model.run_record import RunRecord, StepTime

    return RunRecord(
        id=f"run-{number:05}",
        kind="notebook",
        name="churn.ipynb",
        status="complete",
        started=1.7e9 + number,
        seconds=chance.uniform(1, 9),
        parameters={
            "alpha": chance.uniform(0, 2),
            "depth": number % 12,
            "kind": chance.choice(["rbf", "linear", "poly"]),
            "seed": number,
            "names": ["a", "b"],
        },
        metrics={"accuracy": chance.random(), "f1": chance.random(), "loss": chance.random()},
        steps=tuple(StepTime(str(cell), 0.1) for cell in range(1, 7)),
        python="3.11",
        packages={"numpy": "2.0"},
    )


def filter_part(rounds: int) -> bool:
    """How long the filter takes in 10,000 records, after what an empty store takes."""
    from converter.store.store import open_store

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_store(f"sqlite:///{folder / 'empty.db'}")
        filled(folder / "full.db")
        empty = [*NBSHIP, "runs", "--store", "empty.db"]
        full = [*NBSHIP, "runs", "--store", "full.db", "--where", WHERE]
        every = [*full, "--limit", "0"]
        for command in (empty, full, every):
            seconds(command, folder)  # the first run of each fills the file caches
        pairs = [tuple(seconds(c, folder) for c in (empty, full, every)) for _ in range(rounds)]
    start = statistics.median(one[0] for one in pairs) * 1000
    first = statistics.median(one[1] - one[0] for one in pairs) * 1000
    whole = statistics.median(one[2] - one[0] for one in pairs) * 1000
    print(f"nbship runs, empty store                      {start:7.0f} ms")
    print(f"+ {RECORDS:,} records, --where, 50 shown        {first:7.0f} ms   (limit {LIMIT_MS:g})")
    print(f"+ {RECORDS:,} records, --where, all that match  {whole:7.0f} ms")
    return first <= LIMIT_MS


def sweep_part(rounds: int, count: int) -> bool:
    """How many times a papermill loop's throughput a sweep of the generated job has."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ways = _ways(folder, count)
        subprocess.run(
            [*NBSHIP, "convert", str(NOTEBOOK), "-o", "job"],
            check=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        )
        found: dict[str, list[float]] = {way: [] for way in ways}
        for number in range(rounds):
            for way, run in ways.items():
                found[way].append(run(number))
    loop = found["papermill loop"]
    print(f"{count} runs of {NOTEBOOK.name}, {rounds} rounds        s a run   times papermill")
    for way, taken in found.items():
        ratio = statistics.median(a / b for a, b in zip(loop, taken, strict=True))
        print(f"{way:<42} {statistics.median(taken) / count:7.3f}   {ratio:6.1f}")
    best = statistics.median(a / b for a, b in zip(loop, found["job, 2 workers"], strict=True))
    return best >= LEAST_RATIO


def _ways(folder: Path, count: int) -> dict[str, Callable[[int], float]]:
    def sweep(source: str, *options: str) -> Callable[[int], float]:
        def run(number: int) -> float:
            out = f"out-{abs(hash((source, options)))}-{number}"
            words = [*NBSHIP, "sweep", source, out, "-p", "SEED", f"1..{count}", *options]
            return seconds(words, folder, NBSHIP_STORE=str(folder / "runs.db"))

        return run

    def loop(number: int) -> float:
        (folder / f"loop-{number}").mkdir()
        words = [sys.executable, "-c", LOOP, str(NOTEBOOK), f"loop-{number}", str(count)]
        return seconds(words, folder)

    return {
        "papermill loop": loop,
        "notebook, own kernels, 2 workers": sweep(
            str(NOTEBOOK), "--workers", "2", "--engine", "papermill"
        ),
        "notebook, warm kernels, 2 workers": sweep(str(NOTEBOOK), "--workers", "2"),
        "job, 1 worker": sweep("job"),
        "job, 2 workers": sweep("job", "--workers", "2"),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["filter", "sweep"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--runs", type=int, default=100)
    options = parser.parse_args()
    good = True
    if options.only != "sweep":
        good &= filter_part(max(7, options.rounds))
    if options.only != "filter":
        good &= sweep_part(options.rounds, options.runs)
    return 0 if good else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
