"""The options that choose runs, and the records that they choose."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from converter.cli.storing import store_option
from converter.errors import StoreProblem

if TYPE_CHECKING:
    from converter.model.run_record import RunRecord
    from converter.store.store import RunStore

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    store_option,
    click.option(
        "--where",
        default="",
        metavar="CONDITION",
        help='Only runs of which this is true, as in "accuracy > 0.9 and alpha < 1".',
    ),
    click.option("--sweep", default="", metavar="ID", help="Only the runs of a sweep or search."),
    click.option(
        "--sort",
        default="",
        metavar="NAME",
        help="Sort by a parameter, metric or field; -NAME from high to low. By default newest first.",
    ),
)


def selection_options(command: Command) -> Command:
    """`command` with the options that choose runs."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Choice:
    """What the options say."""

    store: str | None
    where: str = ""
    sweep: str = ""
    sort: str = ""


def store_of(wanted: str | None) -> RunStore | None:
    """The open store; None when it is the user's own and has not been made yet.

    Runs that died without a word are marked on the way.
    """
    from converter.orchestrate.dead_runs import end_dead_runs
    from converter.store.connection import file_of
    from converter.store.location import VARIABLE, store_url
    from converter.store.store import open_store

    url = store_url(wanted, os.environ)
    file = file_of(url)
    if not wanted and not os.environ.get(VARIABLE) and file and not file.exists():
        return None
    store = open_store(url, make=False)
    with suppress(StoreProblem):  # who may only read it sees them as they are
        end_dead_runs(store)
    return store


def chosen(choice: Choice, *, limit: int | None = None, whole: bool = False) -> list[RunRecord]:
    """The records that the options choose."""
    from converter.store.query import selected

    store = store_of(_inherited(choice.store))
    if store is None:
        return []
    statement = selected(
        store, where=choice.where, sort=choice.sort, limit=limit, sweep=choice.sweep
    )
    return store.records(statement, whole=whole)


def opened(wanted: str | None) -> RunStore:
    """The open store. Raises StoreProblem when there is none."""
    from converter.store.location import store_url
    from converter.store.store import open_store

    return store_of(_inherited(wanted)) or open_store(store_url(None, os.environ), make=False)


def _inherited(wanted: str | None) -> str | None:
    """The store that `nbship runs --store URL show` names before the word `show`."""
    context = click.get_current_context(silent=True)
    while wanted is None and context is not None:
        wanted = context.params.get("store")
        context = context.parent
    return wanted
