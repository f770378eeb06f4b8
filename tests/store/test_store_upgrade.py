"""Stores of other versions: an old one is brought up to date, a newer one refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from store_records import a_record

import converter.store
from converter.errors import StoreProblem
from converter.store.connection import engine_of
from converter.store.query import selected
from converter.store.schema import REVISION, metadata
from converter.store.store import open_store
from converter.store.upgrade import upgrade

FIRST = "0001"


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'a%20b.db'}"


def test_the_revision_of_the_tables_is_the_newest_migration() -> None:
    config = Config()
    folder = Path(converter.store.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_a_store_up_to_date_imports_no_alembic(tmp_path: Path) -> None:
    open_store(url_of(tmp_path))
    script = (
        "import sys; from converter.store.store import open_store;"
        f"open_store({url_of(tmp_path)!r}); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    store = open_store(url_of(tmp_path))
    found = inspect(store.engine)
    for table in metadata.sorted_tables:
        columns = {column["name"]: str(column["type"]) for column in found.get_columns(table.name)}
        wanted = {c.name: str(c.type.compile(store.engine.dialect)) for c in table.columns}
        assert columns == wanted, table.name
        names = {index["name"] for index in found.get_indexes(table.name)}
        assert names == {index.name for index in table.indexes}, table.name


def test_an_old_store_is_brought_up_to_date(tmp_path: Path) -> None:
    engine = engine_of(url_of(tmp_path))
    upgrade(engine, FIRST)
    file = tmp_path / "a%20b.db"
    with sqlite3.connect(file) as connection:
        connection.execute(
            "INSERT INTO runs (id, kind, name, status, started, source, sha256, engine, output,"
            " sweep, git_commit, git_dirty, host) VALUES ('old', 'notebook', 'a.ipynb', 'complete',"
            " 1.0, '', '', '', '', '', '', 0, '')"
        )
        connection.execute("INSERT INTO run_values VALUES ('old', 'm', 'accuracy', 'number', 0.5, NULL)")
    store = open_store(url_of(tmp_path), make=False)
    store.put([a_record("new", metrics={"accuracy": 0.7})])
    found = store.records(selected(store, where="accuracy > 0.1", sort="accuracy"))
    assert [one.id for one in found] == ["old", "new"]


def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    open_store(url_of(tmp_path))
    file = tmp_path / "a%20b.db"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE nbship_version SET version_num = '9999'")
    with pytest.raises(StoreProblem, match="has schema 9999") as caught:
        open_store(url_of(tmp_path))
    assert "upgrade nbship" in caught.value.hint
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT * FROM nbship_version").fetchall() == [("9999",)]
