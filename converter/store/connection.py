"""Door to SQLAlchemy's engines: how the run store is connected to, and whose fault an error is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc
from sqlalchemy.pool import NullPool, QueuePool

from converter.errors import StoreProblem
from converter.store.location import shown_url

PATIENCE = 60.0
"""Seconds to wait for another process that writes."""


def engine_of(url: str, *, lasting: bool = False) -> Engine:
    """The engine for a store's URL; nothing is connected yet.

    Nothing stays connected between two uses either, so that any process may use it, but with
    `lasting`, for one thread that writes again and again: SQLite takes longer to close than to write.
    """
    pool: dict[str, Any] = {"poolclass": NullPool}
    if lasting:
        pool = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0, "pool_pre_ping": True}
    with told(shown_url(url)):
        file = file_of(url)
        if file is not None:
            return _sqlite(file, pool)
        return create_engine(url, connect_args={"connect_timeout": 10}, **pool)


def shown(engine: Engine) -> str:
    """The store for messages."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return shown_url(engine.url.render_as_string(hide_password=True))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the store."""
    with told(shown(engine)), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that is kept as a whole, or not at all."""
    with told(shown(engine)), engine.connect() as connection:
        with connection.execution_options(nbship_writes=True).begin():
            yield connection


@contextmanager
def told(store: str) -> Iterator[None]:
    """Turns the library's errors into StoreProblem, which names the `store`."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreProblem(f"run store {store}: {_reason(error)}", hint=_HINT) from error
    except ImportError as error:
        hint = "pip install 'nbship[postgres]'"
        raise StoreProblem(f"a store in PostgreSQL needs psycopg: {error}", hint=hint) from error


_HINT = "--store or NBSHIP_STORE names another one; runs go on without"


def _reason(error: Exception) -> str:
    """The first line of what the database said."""
    origin = getattr(error, "orig", None) or error
    lines = [line.strip() for line in str(origin).splitlines() if line.strip()]
    return lines[0] if lines else type(origin).__name__


def file_of(url: str) -> Path | None:
    """The SQLite file of a store's URL, or None for a server.

    The path stands in the URL as it is: releases of SQLAlchemy differ in what they decode.
    """
    return Path(url.removeprefix(_FILE)) if url.startswith(_FILE) else None


def library_url(engine: Engine) -> str:
    """The URL by which the library itself, in other programs, finds the store."""
    return engine.url.render_as_string(hide_password=False)


_FILE = "sqlite:///"


def _sqlite(file: Path, pool: dict[str, Any]) -> Engine:
    url = URL.create("sqlite", database=str(file))
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, **pool)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: Any) -> None:
        record.info["file"] = _identity(file)
        connection.isolation_level = None  # transactions begin where `begun` says
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "checkout")
    def taken(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info["file"] != _identity(file):  # what is written to a removed file is lost
            raise exc.DisconnectionError

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A writer asks for the lock at once: one that reads first could not wait for it later.
        writes = connection.get_execution_options().get("nbship_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
