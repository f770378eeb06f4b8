"""The names that a condition may use: fields of every run, parameters and metrics of some."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, select

from converter.errors import UsageError
from converter.store.connection import reading
from converter.store.rows import METRIC, PARAMETER
from converter.store.schema import environments, run_values, runs
from converter.store.store import RunStore
from converter.store.where import Name, Scope, name_of, wrong

Names = dict[tuple[str, str], set[str]]
"""(`param` or `metric`, name) -> the types that its values have in the store."""

# Name -> (column, what it holds).
FIELDS: dict[str, tuple[ColumnElement[Any], str]] = {
    "id": (runs.c.id, "text"),
    "type": (runs.c.kind, "text"),
    "name": (runs.c.name, "text"),
    "status": (runs.c.status, "text"),
    "started": (runs.c.started, "time"),
    "seconds": (runs.c.seconds, "number"),
    "source": (runs.c.source, "text"),
    "sha256": (runs.c.sha256, "text"),
    "engine": (runs.c.engine, "text"),
    "output": (runs.c.output, "text"),
    "sweep": (runs.c.sweep, "text"),
    "point": (runs.c.point, "number"),
    "error": (runs.c.error_kind, "text"),
    "message": (runs.c.error_message, "text"),
    "cell": (runs.c.error_cell, "number"),
    "line": (runs.c.error_line, "number"),
    "stage": (runs.c.error_stage, "text"),
    "commit": (runs.c.git_commit, "text"),
    "dirty": (runs.c.git_dirty, "bool"),
    "host": (runs.c.host, "text"),
    "python": (environments.c.python, "text"),
}
TAGS = "tags"
_STORED: tuple[Scope, ...] = ("param", "metric")


def names_in(store: RunStore) -> Names:
    """The parameters and metrics of all runs."""
    columns = run_values.c.role, run_values.c.name, run_values.c.type
    found: Names = {}
    with reading(store.engine) as connection:
        for role, name, kind in connection.execute(select(*columns).distinct()):
            scope = {PARAMETER: "param", METRIC: "metric"}[role]
            found.setdefault((scope, name), set()).add(kind)
    return found


def resolved(names: Names, one: Name, text: str) -> Name:
    """`one` with its scope. Raises UsageError for an unknown or an ambiguous name."""
    scopes: list[Scope] = [scope for scope in _STORED if (scope, one.name) in names]
    scopes += ["run"] if one.name in FIELDS or one.name == TAGS else []
    option = "--where" if one.name != text else "name"
    if one.scope in scopes:
        return one
    if not scopes or one.scope:
        told = f"{one.scope}.{one.name}" if one.scope else one.name
        message = f"no run has a {told!r}"
        raise wrong(text, one.at, message, hint=_nearest(one, names), option=option)
    if len(scopes) > 1:
        ways = " or ".join(f"{scope}.{one.name}" for scope in scopes)
        message = f"{one.name!r} can mean more than one thing"
        raise wrong(text, one.at, message, hint=f"write {ways}", option=option)
    return replace(one, scope=scopes[0])


def _nearest(one: Name, names: Names) -> str:
    known = {name for scope, name in names if one.scope in (None, scope)}
    if one.scope in (None, "run"):
        known |= {*FIELDS, TAGS}
    close = difflib.get_close_matches(one.name, sorted(known), n=3, cutoff=0.5)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"known names: {', '.join(sorted(known)[:20])}"


def checked_columns(store: RunStore, columns: list[str]) -> list[Name]:
    """The names that `--columns` asks for. Raises UsageError for an unknown one."""
    names = names_in(store)
    if not all(column.strip() for column in columns):
        raise UsageError("--columns: a name is empty", hint="write --columns id,alpha,accuracy")
    return [resolved(names, name_of(column.strip()), column.strip()) for column in columns]
