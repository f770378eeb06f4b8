"""`nbship explain`: codes, and lines of a project."""

from __future__ import annotations

import json

import pytest

from converter.cli.origin import place_of
from converter.errors import InputError, UsageError

pytestmark = pytest.mark.fast


@pytest.fixture
def project(tmp_path):
    package = tmp_path / "churn" / "src" / "churn"
    package.mkdir(parents=True)
    (package / "train.py").write_text("import x\n\n\ndef train():\n    y = 1\n")
    (package / "source_map.json").write_text(json.dumps({"train.py": [[1, 1, 1], [5, 7, 3]]}))
    records = tmp_path / "churn" / ".nbship"
    records.mkdir()
    ledger = [
        {"cell": 7, "line": 2, "fate": "moved", "why": "stage train"},
        {"cell": 7, "line": 4, "fate": "dropped", "why": "display"},
    ]
    record = {"notebook": {"name": "churn.ipynb"}, "ledger": ledger}
    (records / "provenance.json").write_text(json.dumps(record))
    return package


def test_a_line_of_the_notebook(project):
    told = place_of(f"{project}/train.py:5").text()
    assert told == "train.py:5 is churn.ipynb, cell 7, line 3\n  moved: stage train"


def test_a_line_without_a_record_of_why(project):
    assert place_of(f"{project}/train.py:1").text() == "train.py:1 is churn.ipynb, cell 1, line 1"


def test_a_line_that_nbship_wrote(project):
    with pytest.raises(UsageError, match="nbship wrote it"):
        place_of(f"{project}/train.py:4")


@pytest.mark.parametrize("where", ["train.py:x", ":3", "train.py:"])
def test_not_a_line(where):
    with pytest.raises(UsageError):
        place_of(where)


def test_a_file_of_nobody(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    with pytest.raises(InputError):
        place_of(f"{tmp_path}/a.py:1")


def test_a_broken_record(project):
    (project / "source_map.json").write_text("{")
    with pytest.raises(InputError):
        place_of(f"{project}/train.py:1")


def test_a_code(nbship):
    assert nbship("explain", "nb101").out.startswith("NB101: ")


def test_all_codes_as_json(nbship):
    assert "NB101" in json.loads(nbship("explain", "--json").out)["codes"]


def test_an_unknown_code(nbship):
    ended = nbship("explain", "NB10")
    assert ended.code == 2
    assert "did you mean NB10" in ended.err
