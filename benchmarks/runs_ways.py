"""The ways to run the measuring notebook; each is a function that runs it once into a folder."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).with_name("measuring.ipynb")
TOOLS = Path(sys.executable).parent
Run = Callable[[int], None]


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def through_papermill(folder: Path, engine: str | None) -> Run:
    """papermill's API in this process, with one of its engines."""
    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")

    def run(number: int) -> None:
        target = folder / f"{engine}-{number}.ipynb"
        with quiet_kernels():
            papermill.execute_notebook(
                NOTEBOOK, target, engine_name=engine, progress_bar=False
            )

    return run


def command_line(folder: Path, *arguments: str) -> Run:
    """A process of its own for each run."""
    command = [str(TOOLS / arguments[0]), *arguments[1:]]

    def run(number: int) -> None:
        target = folder / f"cli-{number}.ipynb"
        words = [word.format(notebook=NOTEBOOK, output=target) for word in command]
        subprocess.run(words, cwd=folder, check=True, capture_output=True)

    return run


class Sweep:
    """Runs of nbship on a warm pool of so many workers, as sweeps make them."""

    def __init__(self, folder: Path, workers: int) -> None:
        from converter.orchestrate.threads import shared_cores
        from converter.pipeline import parameters_in
        from converter.run.warm.pool import warm_pool

        self._folder = folder
        # Only while our runs go on: papermill's have what they would have anyway.
        self._cores = lambda: shared_cores(workers, None, on="local")
        self._flow, self._parameters, _ = parameters_in(str(NOTEBOOK))
        self._making = warm_pool(workers=workers)
        self.pool = self._making.__enter__()
        self._threads = ThreadPoolExecutor(workers)

    def one(self, number: int) -> None:
        """One run, with a seed of its own."""
        from converter.run.papermill import run_notebook

        run_notebook(
            self._flow,
            self._folder / f"warm-{number}.ipynb",
            parameters=self._parameters,
            values={"SEED": number},
            kernels=self.pool,
        )

    def many(self, count: int) -> float:
        """Seconds that `count` runs take together."""
        with self._cores():
            return seconds(lambda: list(self._threads.map(self.one, range(count))))

    def servers(self) -> list[int]:
        """The processes of the pool's servers."""
        from converter.run.memory import descendants

        return descendants(os.getpid())

    def close(self) -> None:
        """End the pool."""
        self._threads.shutdown()
        self._making.__exit__(None, None, None)


def two_loops(folder: Path, count: int) -> float:
    """Seconds that two papermill processes take for `count` runs, half each."""
    script = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from pathlib import Path; from runs_ways import through_papermill\n"
        "run = through_papermill(Path(sys.argv[1]), None)\n"
        "print('ready', flush=True); input()\n"
        "[run(n) for n in range(int(sys.argv[2]), int(sys.argv[3]))]; print('done', flush=True)"
    )
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    halves = [(0, count // 2), (count // 2, count)]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script, folder, str(first), str(last)],
            stderr=subprocess.DEVNULL,
            **pipes,
        )
        for first, last in halves
    ]
    for one in both:
        one.stdout.readline()

    def work() -> None:
        for one in both:
            one.stdin.write("\n")
            one.stdin.flush()
        for one in both:
            one.stdout.readline()

    took = seconds(work)
    for one in both:
        one.communicate()
    return took


def megabytes(pid: int) -> float:
    """Resident memory of a process."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def quiet_kernels() -> Iterator[None]:
    """Kernels inherit standard error, and say things there that no table wants."""
    kept = os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)
