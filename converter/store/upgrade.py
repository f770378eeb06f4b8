"""Door to Alembic: a store made, or brought to the newest tables, by one process at a time."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from converter.errors import StoreProblem
from converter.store.connection import PATIENCE, shown, told, writing
from converter.store.schema import REVISION, VERSION_TABLE

_FOLDER = Path(__file__).with_name("migrations")
ALEMBIC = threading.Lock()
"""Alembic keeps what it works on in module variables: one thread at a time may use it."""

_LOCK = 0x6E627368  # of PostgreSQL's advisory locks, ours


def version_of(connection: Connection) -> str | None:
    """The migration that the store has reached; None for a store without our tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(
        text(f"SELECT version_num FROM {VERSION_TABLE}")
    ).scalar()
    return found


def upgrade(engine: Engine, target: str = REVISION) -> None:
    """Bring the store to `target`. Raises StoreProblem when it is newer than we are."""
    with told(shown(engine)):
        if engine.dialect.name == "sqlite":
            _write_ahead(engine)
    with ALEMBIC, writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = version_of(connection)
        refuse_newer(found, shown(engine))
        if found is None or found < target:
            _migrate(connection, target)


def refuse_newer(found: str | None, store: str) -> None:
    """Raise StoreProblem when a newer nbship has changed the tables."""
    if found is not None and found > REVISION:
        raise StoreProblem(
            f"run store {store}: has schema {found}, and this nbship knows up to" f" {REVISION}",
            hint="a newer nbship wrote it: upgrade nbship, or name another store with --store",
        )


def _migrate(connection: Connection, target: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    command.upgrade(config, target)


def _write_ahead(engine: Engine) -> None:
    """Switch the file to write-ahead logging: readers and a writer do not wait for each other.

    The switch fails at once while others are connected; SQLite's patience does not cover it.
    """
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            with engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > ends:
                raise
        time.sleep(0.05)
