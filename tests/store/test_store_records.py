"""Records go in whole and come out as they were."""

from __future__ import annotations

import math
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from store_records import a_record, full_record

from converter.errors import StoreProblem, UsageError
from converter.model.run_document import as_document, record_of
from converter.store.query import selected
from converter.store.store import RunStore, open_store


def test_an_empty_store_has_no_runs(store: RunStore) -> None:
    assert store.records(selected(store)) == []
    store.put([])
    assert store.remove([]) == 0


def test_a_record_comes_back_as_it_was(store: RunStore) -> None:
    store.put([full_record()])
    found = store.record(full_record().id)
    assert found == replace(full_record(), parameters=found.parameters)
    assert dict(found.parameters) == dict(full_record().parameters)


def test_a_listing_has_values_and_tags_only(store: RunStore) -> None:
    store.put([full_record()])
    found = store.records(selected(store))[0]
    assert (found.metrics["accuracy"], found.tags, found.steps) == (0.9, ("a", "b"), ())


def test_a_metric_that_is_no_number_stays_one(store: RunStore) -> None:
    store.put([a_record(metrics={"loss": math.nan})])
    assert math.isnan(store.record("0001").metrics["loss"])


def test_a_later_record_replaces_an_earlier_one(store: RunStore) -> None:
    store.put([full_record()])
    store.put([a_record(metrics={"f1": 1.0}), a_record(metrics={"f1": 2.0})])
    assert store.record(a_record().id) == a_record(metrics={"f1": 2.0})


def test_removed_runs_leave_nothing(store: RunStore) -> None:
    store.put([full_record(), a_record("20260101T000000Z-00000002")])
    assert store.remove([full_record().id, "nobody"]) == 1
    assert [one.id for one in store.records(selected(store))] == ["20260101T000000Z-00000002"]
    with pytest.raises(UsageError, match="accuracy"):
        selected(store, where="accuracy > 0")


@pytest.mark.parametrize("wanted", ["20260101T000000Z-00000001", "20260101", "00000001", "1"])
def test_the_beginning_or_end_of_an_id_is_enough(store: RunStore, wanted: str) -> None:
    store.put([a_record(), a_record("20260202T000000Z-00000002")])
    assert store.record(wanted).id == a_record().id


@pytest.mark.parametrize(
    ("wanted", "words"), [("2026", "more than one"), ("x", "no run"), ("", "no run"), ("%", "no")]
)
def test_an_id_that_names_no_run(store: RunStore, wanted: str, words: str) -> None:
    store.put([a_record(), a_record("20260202T000000Z-00000002")])
    with pytest.raises(UsageError, match=words):
        store.record(wanted)


def test_hostile_text_and_huge_values_are_kept(store: RunStore) -> None:
    hostile = "'; DROP TABLE runs; --\n\x1b[31m</script>"
    names = {hostile: hostile, "nul": "a\0b", "long": "x" * 100_000, "n" * 300: 1}
    store.put([a_record(name=hostile, parameters=names, tags=(hostile,))])
    found = store.record("0001")
    assert (found.name, found.parameters[hostile], found.tags) == (hostile, hostile, (hostile,))
    assert found.parameters["nul"] == "a\\0b"
    assert len(str(found.parameters["long"])) < 70_000


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'deep' / 'runs.db'}")
    assert stat.S_IMODE((tmp_path / "deep" / "runs.db").stat().st_mode) == 0o600


def test_a_store_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="there is no run store"):
        open_store(f"sqlite:///{tmp_path / 'runs.db'}", make=False)
    assert list(tmp_path.iterdir()) == []


def test_a_lasting_connection_writes_what_others_see_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'runs.db'}"
    lasting = open_store(url, lasting=True)
    lasting.put([a_record()])
    other = open_store(url)
    assert other.record(a_record().id) == a_record()
    other.put([a_record("20260202T000000Z-00000002")])
    lasting.put([a_record("20260303T000000Z-00000003")])
    assert len(other.records(selected(other))) == 3
    lasting.close()
    assert [path.name for path in tmp_path.iterdir()] == ["runs.db"]


def test_what_is_written_to_a_file_that_was_removed_is_not_lost_silently(tmp_path: Path) -> None:
    lasting = open_store(f"sqlite:///{tmp_path / 'runs.db'}", lasting=True)
    lasting.put([a_record()])
    for path in tmp_path.iterdir():
        path.unlink()
    with pytest.raises(StoreProblem, match=r"runs\.db: no such table"):
        lasting.put([a_record("20260202T000000Z-00000002")])
    lasting.close()


@pytest.mark.parametrize("content", [b"not a database at all, but text\n" * 99, b"SQLite format 3\0xx"])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "runs.db").write_bytes(content)
    with pytest.raises(StoreProblem, match=r"runs\.db"):
        open_store(f"sqlite:///{tmp_path / 'runs.db'}")
    assert (tmp_path / "runs.db").read_bytes() == content


def test_documents_are_strict_json_and_come_back(store: RunStore) -> None:
    import json

    record = replace(full_record(), metrics={"a": math.inf, "b": 2})
    text = json.dumps(as_document(record), allow_nan=False)
    found = record_of(json.loads(text))
    assert found == replace(record, parameters=found.parameters)
    assert found.parameters["odd"] == "inf"
