"""The options that say where records are kept, and the store that they amount to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from converter.cli import render
from converter.errors import UsageError

if TYPE_CHECKING:
    from converter.orchestrate.recorder import Recorder

Command = TypeVar("Command", bound=Callable[..., Any])

store_option = click.option(
    "--store",
    metavar="URL",
    help="The run store: a file, or postgresql://...; by default NBSHIP_STORE, or your own file.",
)
_OPTIONS = (
    store_option,
    click.option("--no-store", is_flag=True, help="Keep no record of the run."),
    click.option("--mlflow", metavar="URI", help="Mirror the run to MLflow at this tracking URI."),
    click.option(
        "--tag", "tags", multiple=True, metavar="TEXT", help="A tag for the record (repeatable)."
    ),
)


def store_options(command: Command) -> Command:
    """`command` with the options of whoever makes records."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def recording(
    store: str | None, *, no_store: bool, mlflow: str | None = None
) -> Iterator[Recorder]:
    """A recorder; what it holds is written when the block ends, however it ends."""
    from converter.orchestrate.recorder import recorder_of
    from converter.store.location import store_url

    if no_store and store:
        raise UsageError("--store and --no-store exclude each other")
    url = None if no_store else store_url(store, os.environ)
    recorder = recorder_of(url, lambda text: render.remark(f"nbship: {text}"), mirror=mlflow)
    try:
        yield recorder
    finally:
        recorder.close()
