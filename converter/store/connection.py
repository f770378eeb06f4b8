"""Door to SQLAlchemy's engines: how the run store is connected to, and whose fault an error is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc
from sqlalchemy.pool import NullPool

from converter.errors import StoreProblem
from converter.store.location import shown_url

PATIENCE = 60.0
"""Seconds to wait for another process that writes."""


def engine_of(url: str) -> Engine:
    """The engine for a store's URL; nothing is connected yet."""
    with told(shown_url(url)):
        file = file_of(url)
        if file is not None:
            return _sqlite(file)
        return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 10})


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


def _sqlite(file: Path) -> Engine:
    url = URL.create("sqlite", database=str(file))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where `begun` says
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A writer asks for the lock at once: one that reads first could not wait for it later.
        writes = connection.get_execution_options().get("nbship_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
