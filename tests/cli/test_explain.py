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
    (package / "train.py").write_text('"""Train."""\n\n\ndef train():\n    y = (\n    1)\n')
    (package / "job.py").write_text('"""Runs the job."""\n')
    (package / "mine.py").write_text("x = 1\n")
    records = tmp_path / "churn" / ".nbship"
    records.mkdir()
    ledger = [
        {"cell": 7, "line": 2, "fate": "moved", "why": "stage train"},
        {"cell": 7, "line": 4, "fate": "dropped", "why": "only displays a value"},
    ]
    manifest = dict.fromkeys(["src/churn/train.py", "src/churn/job.py"], "0")
    record = {"notebook": {"name": "churn.ipynb"}, "ledger": ledger, "manifest": manifest}
    (records / "provenance.json").write_text(json.dumps(record))
    rows = [[4, 0, 0, "stage 'train': cell 7"], [5, 7, 2, ""]]
    (records / "lines.json").write_text(json.dumps({"src/churn/train.py": rows}))
    return package


@pytest.mark.parametrize("line", [5, 6])
def test_a_line_of_the_notebook(project, line):
    told = place_of(f"{project}/train.py:{line}").text()
    assert told == f"train.py:{line} is churn.ipynb, cell 7, line 2\n  moved: stage train"


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("train.py:4", "stage 'train': cell 7"),
        ("train.py:1", "Train."),
        ("job.py:1", "Runs the job."),
        ("mine.py:1", "the file is not one that nbship wrote"),
    ],
)
def test_a_line_that_nbship_wrote(project, place, why):
    assert place_of(f"{project}/{place}").text() == f"{place} is nbship's own: {why}"


def test_a_line_beyond_the_end(project):
    with pytest.raises(UsageError, match="has no line 7"):
        place_of(f"{project}/train.py:7")


def test_what_became_of_a_cell(project, nbship):
    told = nbship("explain", "--cell", "7", str(project.parents[1])).out
    assert told == (
        "churn.ipynb, cell 7:\n  line 2: moved in src/churn/train.py:5: stage train\n"
        "  line 4: dropped: only displays a value\n"
    )
    told = json.loads(nbship("explain", "--cell", "7", str(project), "--json").out)
    assert [each["fate"] for each in told["statements"]] == ["moved", "dropped"]


def test_a_cell_without_statements(project, nbship):
    ended = nbship("explain", "--cell", "8", str(project))
    assert ended.code == 2
    assert "cell 8 of churn.ipynb has no statements" in ended.err
    assert nbship("explain", "--cell", "0").code == 2
    assert nbship("explain", "--cell", "1", str(project.parents[2])).code == 2


@pytest.mark.parametrize("where", ["train.py:x", ":3", "train.py:"])
def test_not_a_line(where):
    with pytest.raises(UsageError):
        place_of(where)


def test_a_file_of_nobody(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    with pytest.raises(InputError):
        place_of(f"{tmp_path}/a.py:1")


@pytest.mark.parametrize("text", ["{", '{"src/churn/train.py": [[1, 2]]}', '{"a": 3}'])
def test_a_broken_record(project, text):
    (project.parents[1] / ".nbship/lines.json").write_text(text)
    with pytest.raises(InputError):
        place_of(f"{project}/train.py:1")


def test_a_code(nbship):
    assert nbship("explain", "nb101").out.startswith("NB101: ")


def test_all_codes_as_json(nbship):
    assert "NB101" in json.loads(nbship("explain", "--json").out)["codes"]


def test_an_unknown_code(nbship):
    ended = nbship("explain", "NB10")
    assert ended.code == 2
    assert "did you mean NB" in ended.err
