"""How much longer `nbship --help` takes than bare Python: medians of interleaved runs."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

LIMIT = 5.0
BARE = [sys.executable, "-c", "pass"]
HELP = [str(Path(sys.executable).with_name("nbship")), "--help"]


def seconds(command: list[str]) -> float:
    """Wall-clock seconds of one run of `command`."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    for command in (BARE, HELP):
        seconds(command)  # the first run of each fills the file caches
    pairs = [(seconds(BARE), seconds(HELP)) for _ in range(rounds)]
    bare = statistics.median(pair[0] for pair in pairs)
    help_ = statistics.median(pair[1] for pair in pairs)
    print(f"python -c pass   {bare * 1000:6.1f} ms")
    print(f"nbship --help    {help_ * 1000:6.1f} ms")
    print(f"ratio            {help_ / bare:6.2f}   (limit {LIMIT:g}, {rounds} rounds)")
    return 0 if help_ / bare <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
