"""Runs on warm kernels against papermill's, side by side. `make bench-runs`.

    python benchmarks/runs.py              # all of it: some ten minutes
    python benchmarks/runs.py single loop  # parts of it

The ways are taken in turns within one run, so that a busy machine slows them alike; what counts are
the ratios of medians. The measuring notebook is `measuring.ipynb`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runs_ways import Sweep, command_line, megabytes, seconds, through_papermill, two_loops


@dataclass(frozen=True)
class Row:
    """A measured ratio and the least that it should be."""

    what: str
    theirs: float
    ours: float
    wanted: float
    unit: str = "s"

    def text(self) -> str:
        """The row as a line of the table."""
        ratio = self.theirs / self.ours
        mark = "" if ratio >= self.wanted else "  (missed)"
        return (
            f"{self.what:58s} {self.theirs:8.3f} {self.ours:8.3f} {self.unit:3s}"
            f" {ratio:6.1f} of {self.wanted:g}{mark}"
        )

    def met(self) -> bool:
        """Whether the ratio is what it should be."""
        return self.theirs / self.ours >= self.wanted


def single(folder: Path, rounds: int) -> list[Row]:
    """One run at a time, in a process that has run before, and in one that has not."""
    theirs, ours = through_papermill(folder, None), through_papermill(folder, "nbship")
    cold_theirs = command_line(folder, "papermill", "{notebook}", "{output}")
    cold_ours = command_line(folder, "papermill", "{notebook}", "{output}", "--engine", "nbship")
    for run in (theirs, ours, ours, cold_theirs, cold_ours):
        run(0)
    warm = _in_turns(rounds, lambda n: seconds(lambda: theirs(n)), lambda n: seconds(lambda: ours(n)))
    cold = _in_turns(
        max(rounds // 2, 3),
        lambda n: seconds(lambda: cold_theirs(n)),
        lambda n: seconds(lambda: cold_ours(n)),
    )
    return [
        Row("one run, warm: papermill's API, --engine nbship", *warm, 8),
        Row("one run, cold: papermill's CLI, --engine nbship", *cold, 1),
    ]


def loop(folder: Path, rounds: int) -> list[Row]:
    """Many runs: a loop over papermill, two such loops at once, nbship on two workers."""
    theirs = through_papermill(folder, None)
    sweep = Sweep(folder, workers=2)
    sweep.many(4)
    one: list[float] = []
    two: list[float] = []
    ours: list[float] = []
    for turn in range(rounds):
        one.append(seconds(lambda n=turn: theirs(n)))
        ours.append(sweep.many(10) / 10)
        two.append(two_loops(folder, 4) / 4)
        ours.append(sweep.many(10) / 10)
    sweep.close()
    rate = statistics.median(ours)
    return [
        Row("many runs, each: a papermill loop, 2 warm workers", statistics.median(one), rate, 15),
        Row("many runs, each: 2 papermill loops, 2 warm workers", statistics.median(two), rate, 6),
    ]


def flat(folder: Path, rounds: int) -> list[Row]:
    """The cost of a run and the memory of client and server, after ten runs and after a thousand."""
    sweep = Sweep(folder, workers=2)
    sweep.many(10)
    pids = [os.getpid(), *sweep.servers()]
    costs: list[float] = []
    memory: list[float] = []
    for _ in range(20):
        costs.append(sweep.many(50) / 50)
        memory.append(sum(map(megabytes, pids)))
    sweep.close()
    first, last = statistics.median(costs[:5]), statistics.median(costs[-5:])
    return [
        Row("a run among the first 250 and the last 250 of 1,000", first, last, 0.8),
        Row("memory of client and server after 60 and 1,010 runs", memory[0], memory[-1], 0.95, "MB"),
    ]


PARTS: dict[str, Callable[[Path, int], list[Row]]] = {"single": single, "loop": loop, "flat": flat}


def _in_turns(
    rounds: int, one: Callable[[int], float], other: Callable[[int], float]
) -> tuple[float, float]:
    """The medians of two measurements that are taken alternately."""
    pairs = [(one(turn), other(turn)) for turn in range(1, rounds + 1)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; by default all")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    rows: list[Row] = []
    print(f"{'':58s} {'theirs':>8s} {'ours':>8s}       ratio")
    with tempfile.TemporaryDirectory() as name:
        for part in options.parts or PARTS:
            for row in PARTS[part](Path(name), options.rounds):
                print(row.text(), flush=True)
                rows.append(row)
    return 0 if all(row.met() for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
