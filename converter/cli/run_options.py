"""The options of commands that run a notebook, and what they amount to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from converter.errors import UsageError
from converter.model.proof import VARIATIONS, Tolerance

if TYPE_CHECKING:
    from converter.notebook_runs import Options

Command = TypeVar("Command", bound=Callable[..., Any])
SECONDS = click.FloatRange(min=0, min_open=True)

_GIVEN = (
    click.option(
        "-p",
        "--parameter",
        "given",
        nargs=2,
        multiple=True,
        metavar="NAME VALUE",
        help="Replace a parameter; lists and dictionaries as JSON (repeatable).",
    ),
    click.option(
        "-f",
        "--file",
        "files",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Read values from a TOML, YAML or JSON file (repeatable; -p is stronger).",
    ),
    click.option("--cell-timeout", type=SECONDS, metavar="S", help="Stop a cell after S seconds."),
    click.option("--timeout", type=SECONDS, metavar="S", help="Stop a whole run after S seconds."),
    click.option("--kernel", help="The kernel to run on; by default the notebook's own."),
    click.option(
        "--python",
        metavar="PATH",
        help="The interpreter that runs the notebook and the project; it needs ipykernel.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(min=0),
        help="Seed all random generators before the first cell.",
    ),
)
_PROVING = (
    click.option(
        "--repeat",
        type=click.IntRange(min=1),
        help="Run the notebook so often; leave out, by name, what it does not repeat itself.",
    ),
    click.option(
        "--rtol", type=click.FloatRange(min=0), help="Relative tolerance for numbers (1e-9)."
    ),
    click.option(
        "--atol", type=click.FloatRange(min=0), help="Absolute tolerance for numbers (1e-12)."
    ),
    click.option("--vary", is_flag=True, help="Prove it on other inputs, too."),
    click.option(
        "--variations",
        type=click.IntRange(min=1),
        metavar="N",
        help="At most so many other inputs (6); implies --vary.",
    ),
    click.option(
        "--vary-kind",
        "kinds",
        multiple=True,
        type=click.Choice(VARIATIONS),
        help="Vary only this (repeatable); implies --vary.",
    ),
)
MOST_VARIATIONS = 6


def run_options(command: Command) -> Command:
    """`command` with the options that say how a notebook is run."""
    for option in reversed(_GIVEN):
        command = option(command)
    return command


def proving_options(command: Command) -> Command:
    """`command` with the options that say how two runs are compared."""
    for option in reversed(_PROVING):
        command = option(command)
    return command


def by_name(given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The values of `-p`; a name given twice is a slip, not a choice."""
    names = [name for name, _ in given]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"parameter {twice[0]}: given twice", hint="give each one once")
    return dict(given)


def options_of(
    *,
    cell_timeout: float | None = None,
    timeout: float | None = None,
    kernel: str | None = None,
    python: str | None = None,
    seed: int | None = None,
    repeat: int | None = None,
    rtol: float | None = None,
    atol: float | None = None,
    vary: bool = False,
    variations: int | None = None,
    kinds: tuple[str, ...] = (),
) -> Options:
    """What the options amount to. Raises UsageError."""
    from converter.notebook_runs import Options

    if python and kernel:
        raise UsageError("--python and --kernel both choose what runs the notebook")
    if python and not Path(python).is_file():
        raise UsageError(f"--python {python}: there is no such file")
    plain = Tolerance()
    wanted = vary or variations is not None or bool(kinds)
    return Options(
        python=str(Path(python).absolute()) if python else "",
        kernel=kernel,
        cell_timeout=cell_timeout,
        timeout=timeout,
        seed=seed,
        repeat=repeat or 0,
        tolerance=Tolerance(
            plain.rtol if rtol is None else rtol, plain.atol if atol is None else atol
        ),
        variations=(variations or MOST_VARIATIONS) if wanted else 0,
        kinds=kinds,
    )
