"""The run store: records go in whole, and come out selected."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from converter.errors import StoreProblem, UsageError
from converter.model.run_record import RunRecord
from converter.store import schema
from converter.store.connection import engine_of, file_of, reading, shown, writing
from converter.store.location import shown_url
from converter.store.rows import child_rows, environment_row, record_of, run_row
from converter.store.upgrade import refuse_newer, upgrade, version_of

_CHILDREN = (
    schema.run_values,
    schema.run_tags,
    schema.run_steps,
    schema.run_outputs,
    schema.run_history,
)
_LISTED = (schema.run_values, schema.run_tags)


class RunStore:
    """An open store. Unless it is `lasting`, nothing stays connected between calls."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = shown(engine)

    def put(self, records: Sequence[RunRecord]) -> None:
        """Keep the records, all or none; one with a known id replaces what was there."""
        latest = list({record.id: record for record in records}.values())
        if not latest:
            return
        with writing(self.engine) as connection:
            _put_environments(connection, latest)
            ids = [record.id for record in latest]
            connection.execute(delete(schema.runs).where(schema.runs.c.id.in_(ids)))
            connection.execute(insert(schema.runs), [run_row(record) for record in latest])
            rows = [child_rows(record) for record in latest]
            for table in _CHILDREN:
                new = [row for one in rows for row in one[table.name]]
                if new:
                    connection.execute(insert(table), new)

    def close(self) -> None:
        """Disconnect."""
        self.engine.dispose()

    def remove(self, ids: Iterable[str]) -> int:
        """How many runs were removed."""
        wanted = list(ids)
        removed = 0
        with writing(self.engine) as connection:
            for start in range(0, len(wanted), 500):
                chosen = schema.runs.c.id.in_(wanted[start : start + 500])
                removed += connection.execute(delete(schema.runs).where(chosen)).rowcount
        return removed

    def records(self, chosen: Select[Any], *, whole: bool = False) -> list[RunRecord]:
        """The runs whose ids `chosen` selects, in its order; `whole` with all that is known."""
        with reading(self.engine) as connection:
            ids = [row[0] for row in connection.execute(chosen)]
            rows = {
                row.id: row
                for part in _parts(ids)
                for row in connection.execute(_runs().where(schema.runs.c.id.in_(part)))
            }
            children = _children(connection, ids, _CHILDREN if whole else _LISTED)
        return [record_of(rows[one], children.get(one, {})) for one in ids if one in rows]

    def record(self, wanted: str) -> RunRecord:
        """The run with an id, or the one whose id begins or ends with `wanted`.

        Raises UsageError when there is none, or more than one.
        """
        column = schema.runs.c.id
        exact = self.records(select(column).where(column == wanted), whole=True)
        if exact:
            return exact[0]
        like = column.startswith(wanted, autoescape=True) | column.endswith(wanted, autoescape=True)
        found = self.records(select(column).where(like).limit(2), whole=True) if wanted else []
        if not found:
            raise UsageError(f"there is no run {wanted!r}", hint="`nbship runs` lists them")
        if len(found) > 1:
            ids = ", ".join(one.id for one in found)
            raise UsageError(f"more than one run has {wanted!r} in its id: {ids}, ...")
        return found[0]


def open_store(url: str, *, make: bool = True, lasting: bool = False) -> RunStore:
    """The store at `url`, its tables brought up to date.

    A store that is not there is made, or without `make` refused with StoreProblem. A `lasting`
    one stays connected until it is closed: for one thread that writes again and again.
    """
    engine = engine_of(url, lasting=lasting)
    file = file_of(url)
    if file is not None and not file.exists():
        if not make:
            raise StoreProblem(
                f"there is no run store {shown_url(url)}", hint="`nbship run` makes it"
            )
        _make_folder(file, url)
    fresh = file is not None and (not file.exists() or file.stat().st_size == 0)
    found = None
    if not fresh:
        with reading(engine) as connection:
            found = version_of(connection)
    refuse_newer(found, shown(engine))
    if found != schema.REVISION:
        upgrade(engine)
    return RunStore(engine)


def _make_folder(file: Any, url: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Results may be confidential: the file is its owner's alone, unless they share it.
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as exc:
        raise StoreProblem(f"run store {shown_url(url)}: {exc.strerror}") from exc


def _put_environments(connection: Connection, records: Sequence[RunRecord]) -> None:
    rows = {row["id"]: row for row in map(environment_row, records) if row["id"]}
    if not rows:
        return
    made = postgresql if connection.dialect.name == "postgresql" else sqlite
    # The order keeps two writers of the same environments from waiting for each other.
    new = [rows[one] for one in sorted(rows)]
    connection.execute(made.insert(schema.environments).on_conflict_do_nothing(), new)


def _runs() -> Select[Any]:
    environments = schema.environments
    joined = schema.runs.outerjoin(environments, schema.runs.c.environment == environments.c.id)
    return select(schema.runs, environments.c.python, environments.c.packages).select_from(joined)


def _children(
    connection: Connection, ids: Sequence[str], tables: Iterable[Any]
) -> dict[str, dict[str, list[Any]]]:
    """The rows of each run in each table, in their own order."""
    found: dict[str, dict[str, list[Any]]] = {}
    for table in tables:
        for part in _parts(ids):
            rows = select(table).where(table.c.run.in_(part)).order_by(*table.primary_key)
            for row in connection.execute(rows):
                found.setdefault(row.run, {}).setdefault(table.name, []).append(row)
    return found


def _parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """The ids in portions that a statement can carry."""
    return (ids[start : start + 500] for start in range(0, len(ids), 500))
