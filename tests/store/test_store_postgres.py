"""The store in PostgreSQL: the same records, conditions, orders and upgrades as in SQLite."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import binaries, server
from sqlalchemy import text
from store_records import a_record, full_record
from test_store_writers import SCRIPT
from where_cases import CHOOSES, ORDERS, chosen, fill

from converter.errors import StoreProblem
from converter.store.connection import engine_of, writing
from converter.store.location import store_url
from converter.store.query import selected
from converter.store.store import RunStore, open_store
from converter.store.upgrade import upgrade

pytest.importorskip("psycopg", reason="psycopg is not installed: nbship[postgres]")
pytestmark = [
    pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed (initdb not found)"),
    pytest.mark.xdist_group("postgres"),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    programs = binaries()
    assert programs is not None
    with server(programs) as found:
        yield store_url(found, {})


@pytest.fixture
def store(url: str) -> Iterator[RunStore]:
    """A store with nothing in it, not even tables that an earlier test made."""
    with writing(engine_of(url)) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return open_store(url)


def test_a_lasting_connection_that_was_cut_is_made_again(store: RunStore, url: str) -> None:
    lasting = open_store(url, lasting=True)
    lasting.put([a_record()])
    with writing(store.engine) as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.execute(text(f"{cut} AND datname = current_database()"))
    lasting.put([a_record("20260202T000000Z-00000002")])
    lasting.close()
    assert len(store.records(selected(store))) == 2


def test_a_record_comes_back_as_it_was(store: RunStore) -> None:
    store.put([full_record()])
    store.put([full_record()])
    found = store.record("0001")
    assert dict(found.parameters) == dict(full_record().parameters)
    assert found.metrics == full_record().metrics
    assert (found.steps, found.error) == (full_record().steps, full_record().error)
    assert store.remove([found.id]) == 1


def test_conditions_and_orders(store: RunStore) -> None:
    fill(store)
    wrong = [(where, ids) for where, ids in CHOOSES if chosen(store, where) != ids]
    assert wrong == []
    for sort, ids in ORDERS:
        found = store.records(selected(store, sort=sort))
        assert "".join(one.id for one in found) == ids, sort


def test_an_old_store_is_brought_up_to_date(url: str, store: RunStore) -> None:
    with writing(store.engine) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    upgrade(store.engine, "0001")
    with writing(store.engine) as connection:
        connection.execute(
            text(
                "INSERT INTO runs (id, kind, name, status, started, source, sha256, engine, output,"
                " sweep, git_commit, git_dirty, host) VALUES ('old', 'notebook', 'a', 'complete',"
                " 1.0, '', '', '', '', '', '', false, '')"
            )
        )
    again = open_store(url)
    again.put([a_record("new")])
    assert [one.id for one in again.records(selected(again, sort="started"))] == ["old", "new"]


def test_writers_lose_nothing(url: str, store: RunStore) -> None:
    with writing(store.engine) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    root = Path(__file__).resolve().parents[2]
    begin = str(time.time() + 2)
    command = [sys.executable, "-c", SCRIPT, url]
    writers = [
        subprocess.Popen(
            [*command, f"w{i}", begin, "10"], cwd=root, stderr=subprocess.PIPE, text=True
        )
        for i in range(4)
    ]
    errors = [writer.communicate(timeout=180)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4, "\n".join(errors)
    assert len(store.records(selected(store))) == 40


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreProblem, match="run store postgresql://me:") as caught:
        open_store("postgresql+psycopg://me:secret-7@127.0.0.1:9/none")
    assert "secret-7" not in caught.value.message


def test_the_study_of_a_search_lives_there_too(store: RunStore) -> None:
    pytest.importorskip("optuna", reason="Optuna is not installed: nbship[search]")
    from converter.search.space import Numbers
    from converter.search.study import Study, Told
    from converter.store.connection import library_url

    study = Study("s", library_url(store.engine), {"x": Numbers(0, 1, False)}, direction="minimize")
    study.tell(Told(1, study.ask(1), 0.5))
    assert open_store(library_url(store.engine)).records(selected(store)) == []
