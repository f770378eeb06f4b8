"""Records in files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from store_records import a_record, full_record

from converter.errors import UsageError
from converter.orchestrate.exporting import exported, format_of

OTHER = a_record("other", parameters={"alpha": 1, "kind": 3}, metrics={"accuracy": 2**70})


def test_no_runs_are_a_table_without_rows() -> None:
    assert exported([], "csv").decode().startswith("id,kind,name,status")
    assert json.loads(exported([], "json")) == []


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(exported([full_record(), OTHER], "csv").decode())))
    assert [row["param.alpha"] for row in rows] == ["0.1", "1"]
    assert [row["metric.accuracy"] for row in rows] == ["0.9", str(2**70)]
    assert rows[0]["param.names"] == '["a", {"b": 1}]'
    assert (rows[0]["tags"], rows[1]["metric.lost"]) == ("a b", "")
    assert rows[0]["error"] == "stage train, cell 4, line 2: ValueError: no such thing"


def test_json_is_strict() -> None:
    found = json.loads(exported([full_record()], "json"), parse_constant=pytest.fail)
    assert found[0]["metrics"]["lost"] == "-inf" and found[0]["packages"]["numpy"] == "2.0"


def test_parquet() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    found = parquet.read_table(io.BytesIO(exported([full_record(), OTHER], "parquet")))
    rows = found.to_pylist()
    assert [row["param.alpha"] for row in rows] == [0.1, 1.0]
    assert [row["param.kind"] for row in rows] == ["rbf", "3"]
    assert [row["metric.count"] for row in rows] == [3, None]
    assert rows[0]["param.big"] == float(10**30) and rows[0]["param.flag"] is True
    assert exported([], "parquet")


def test_the_name_of_a_file_says_its_format() -> None:
    assert format_of(Path("x.CSV")) == "csv"
    with pytest.raises(UsageError, match="no known kind"):
        format_of(Path("x.xlsx"))
