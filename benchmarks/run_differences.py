"""Notebooks run on papermill's kernels and on warm ones, compared cell by cell.

    python benchmarks/run_differences.py example_notebooks/*.ipynb
    python benchmarks/run_differences.py --shared FOLDER      # the corpus' bench notebooks

Every run is made in a new copy of the notebook's folder, at the same path. A cell on which two runs
of papermill itself do not agree is counted as unstable and not compared.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from corpus_files import items_of
from run_compare import differences

from converter.run.engine import Limits, Watch, execute, notebook_node
from converter.run.kernels import FRESH, Kernels
from converter.run.warm.pool import WarmPool, warm_pool

PAIRS = 3
SHOWN = 4  # differences of a notebook


@dataclass
class Found:
    """What became of a notebook: lasting differences, and the cells that are papermill's own."""

    seconds: tuple[float, float] = (0.0, 0.0)
    ending: str = ""
    cells: int = 0
    unstable: set[int | None] = field(default_factory=set)
    lasting: dict[int | None, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def text(self) -> str:
        """One line."""
        verdict = "DIFFERS" if self.lasting else "same"
        first, second = self.seconds
        told = [f"{self.cells} cells", f"{first:.1f} s and {second:.1f} s"]
        told += [f"ended: {self.ending}"] if self.ending else []
        told += [f"unstable cells: {sorted(map(str, self.unstable))}"] if self.unstable else []
        return f"{verdict:8s} {', '.join(told + self.remarks)}"


def compared(file: Path, pool: WarmPool, kernel: str, limit: float) -> Found:
    """The notebook run both ways until the differences are gone or known to last."""
    found = Found()
    with tempfile.TemporaryDirectory() as name:
        here = Path(name) / file.parent.name
        fresh, found.ending, first = _ran(file, here, FRESH, kernel, limit)
        warm, ending, second = _ran(file, here, pool, kernel, limit)
        found.seconds, found.cells = (first, second), len(fresh.cells)
        found.lasting = _differences(fresh, warm, found.ending, ending)
        for _ in range(PAIRS - 1):
            if not found.lasting:
                break
            again, how, _ = _ran(file, here, FRESH, kernel, limit)
            warm, ending, _ = _ran(file, here, pool, kernel, limit)
            found.unstable |= _differences(fresh, again, found.ending, how).keys()
            now = _differences(again, warm, how, ending)
            lasting = found.lasting.keys() & now.keys() - found.unstable
            found.lasting = {n: found.lasting[n] for n in lasting}
    found.remarks = pool.remarks[:]
    pool.remarks.clear()
    return found


def _differences(one: Any, other: Any, how: str, ending: str) -> dict[int | None, str]:
    found = dict(differences(one, other))
    return found if how == ending else {**found, None: f"ended {how!r} and {ending!r}"}


def _ran(
    file: Path, here: Path, kernels: Kernels, kernel: str, limit: float
) -> tuple[Any, str, float]:
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(file.parent, here, symlinks=True)
    document = json.loads(nbformat.writes(nbformat.read(file, 4)))
    node = notebook_node(document)
    watch = Watch(time.monotonic(), Limits(run=limit))
    started = time.perf_counter()
    execute(
        node,
        watch,
        kernel=kernel,
        environment={**os.environ, "PYTHONHASHSEED": "0"},
        folder=str(here),
        on_cell=lambda index: None,
        kernels=kernels,
    )
    return node, watch.ending, time.perf_counter() - started


@contextmanager
def kernel_of(python: Path | None) -> Iterator[str]:
    """The name of a kernel on this Python; without one, of the kernel that is installed."""
    if python is None:
        yield "python3"
        return
    with tempfile.TemporaryDirectory() as name:
        spec = Path(name) / "kernels/differences/kernel.json"
        spec.parent.mkdir(parents=True)
        argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        text = {"argv": argv, "display_name": "Differences", "language": "python"}
        spec.write_text(json.dumps(text))
        os.environ["JUPYTER_PATH"] = name
        yield "differences"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    add = parser.add_argument
    add("notebooks", nargs="*", type=Path)
    add("--shared", type=Path, help="the corpus' folder: its bench notebooks are run")
    add("--corpus", type=Path, default=Path(".corpus/notebooks"))
    add("--env", type=Path, default=Path(".corpus/env"), help="where the corpus' notebooks run")
    add("--only", default="", help="notebooks whose path contains this text")
    add("--mode", choices=["in-process", "zmq"], default="in-process")
    add("--timeout", type=float, default=600.0)
    add("--all", action="store_true", help="not only the bench notebooks")
    options = parser.parse_args()
    files: list[Path] = [path.resolve() for path in options.notebooks]
    if options.shared:
        items = items_of(options.shared / "public.json", options.corpus.resolve())
        files += [item.file for item in items if item.bench or options.all]
    python = options.env.absolute() / "bin/python" if options.shared else None
    wrong = same = 0
    with kernel_of(python) as kernel:
        for file in files:
            if options.only not in str(file):
                continue
            with warm_pool(mode=options.mode) as pool:
                found = compared(file, pool, kernel, options.timeout)
            print(found.text(), file.name, flush=True)
            for number, what in sorted(found.lasting.items(), key=str)[:SHOWN]:
                print(f"    cell {number}: {what[:1000]}", flush=True)
            wrong, same = wrong + bool(found.lasting), same + (not found.lasting)
    print(f"{same} the same, {wrong} different")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
