"""The options that `nbship sweep` and `nbship search` share: where and how many runs are made."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from converter.cli.sizes import SIZE
from converter.run.warm.choice import ENGINES

if TYPE_CHECKING:
    from converter.orchestrate.many_runs import Request
    from converter.orchestrate.subject import Subject

PATH = click.Path(path_type=Path)
SECONDS = click.FloatRange(min=0, min_open=True)


@dataclass(frozen=True)
class RunOptions:
    """How the runs are made, as the command line asks for it."""

    files: tuple[Path, ...]
    workers: int
    threads: int | None
    on: str
    share: str
    apart: bool
    data: tuple[Path, ...]
    retries: int
    cell_timeout: float | None
    timeout: float | None
    max_memory: int | None
    engine: str
    kernel: str | None
    python: str
    workdir: Path | None

    def request(
        self, subject: Subject, folder: Path, texts: Mapping[str, str], **own: Any
    ) -> Request:
        """What is asked of the orchestration; `own` is what only one of the commands offers."""
        from converter.orchestrate.many_runs import Limits, Request

        shared = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name not in ("cell_timeout", "timeout", "max_memory")
        }
        limits = Limits(self.cell_timeout, self.timeout, self.max_memory)
        return Request(subject, folder, texts, limits=limits, **shared, **own)


_OPTIONS: tuple[Callable[[Callable[..., int]], Callable[..., int]], ...] = (
    click.option(
        "-f",
        "--file",
        "files",
        multiple=True,
        type=PATH,
        help="Values that all runs share, in a TOML, YAML or JSON file (repeatable).",
    ),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="How many runs at a time.",
    ),
    click.option(
        "--threads",
        type=click.IntRange(min=1),
        help="Threads of BLAS and OpenMP in each run; by default the workers share the cores.",
    ),
    click.option(
        "--on",
        default="local",
        metavar="WHERE",
        show_default=True,
        help="Where to run: local, dask://HOST:PORT, or dask for a cluster of processes of its own.",
    ),
    click.option(
        "--share",
        default="",
        metavar="URL",
        help="Storage that all workers reach, for large files.",
    ),
    click.option(
        "--apart",
        is_flag=True,
        help="Give each run here a copy of the files that it needs to work in.",
    ),
    click.option(
        "--data",
        multiple=True,
        type=PATH,
        metavar="PATH",
        help="Files that runs elsewhere need, too (repeatable).",
    ),
    click.option(
        "--retries",
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        help="Try a run that did not complete so many times again.",
    ),
    click.option("--cell-timeout", type=SECONDS, metavar="S", help="Stop a cell after S seconds."),
    click.option("--timeout", type=SECONDS, metavar="S", help="Stop a run after S seconds."),
    click.option(
        "--max-memory",
        type=SIZE,
        metavar="SIZE",
        help="Stop a run that holds more memory (800M, 2G).",
    ),
    click.option(
        "--engine",
        type=click.Choice(list(ENGINES)),
        default="warm",
        show_default=True,
        help="Where a notebook's kernels come from: forked with its imports made, or started anew.",
    ),
    click.option("--kernel", help="The kernel to run on; by default the notebook's own."),
    click.option(
        "--python",
        default="",
        metavar="PATH",
        help="The Python that a job runs on; by default ours.",
    ),
    click.option(
        "--workdir",
        type=PATH,
        metavar="DIR",
        help="Where a job's relative paths start; by default its notebooks/.",
    ),
)


def run_options(command: Callable[..., int]) -> Callable[..., int]:
    """`command` with these options, which it gets together as `options`."""

    @functools.wraps(command)
    def gathered(**given: Any) -> int:
        options = RunOptions(**{each.name: given.pop(each.name) for each in fields(RunOptions)})
        return command(options=options, **given)

    found: Callable[..., int] = gathered
    for option in reversed(_OPTIONS):
        found = option(found)
    return found
