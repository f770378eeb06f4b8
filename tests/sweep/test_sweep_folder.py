"""The folder of a sweep: manifest, outcomes, results, and who may work on it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from store_records import a_record, full_record

from converter.errors import ConverterError, TargetError, UsageError
from converter.sweep.folder import (
    Manifest,
    fresh_run_folder,
    keep_outcome,
    locked,
    outcome_of,
    read_manifest,
    refuse_other,
    write_manifest,
    write_results,
)
from converter.sweep.points import Point

BEGUN = Manifest("id1", "notebook", "/n.ipynb", "a" * 64, ({"alpha": 1}, {"alpha": 2}))


def test_a_manifest_comes_back(tmp_path: Path) -> None:
    write_manifest(tmp_path / "new" / "sweep", BEGUN)
    assert read_manifest(tmp_path / "new" / "sweep") == BEGUN


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(TargetError, match="not empty"):
        write_manifest(tmp_path, BEGUN)
    write_manifest(tmp_path / "s", BEGUN)
    with pytest.raises(TargetError, match="holds a sweep already"):
        write_manifest(tmp_path / "s", BEGUN)
    (tmp_path / "file").write_text("x")
    with pytest.raises(TargetError):
        write_manifest(tmp_path / "file", BEGUN)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 99}', '{"format": 1, "points": 3}'])
def test_what_is_no_manifest(tmp_path: Path, text: str) -> None:
    (tmp_path / "sweep.json").write_text(text)
    with pytest.raises(ConverterError, match=r"sweep\.json"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"sha256": "b" * 64}, "the notebook is not the one"),
        ({"kind": "job"}, "the project is not the one"),
        ({"points": ({"alpha": 1}, {"alpha": 3}, {"alpha": 4})}, "2 points are new, 1 are missing"),
        ({"secrets": ("TOKEN",)}, "with the secrets"),
    ],
)
def test_another_sweep_is_not_resumed(tmp_path: Path, other: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        refuse_other(tmp_path, BEGUN, replace(BEGUN, **other))  # type: ignore[arg-type]


def test_the_same_sweep_is_resumed_wherever_its_notebook_is(tmp_path: Path) -> None:
    now = replace(BEGUN, source="/elsewhere/n.ipynb", points=({"alpha": 2.0}, {"alpha": 1}))
    refuse_other(tmp_path, BEGUN, now)


def test_an_outcome_comes_back_or_is_none(tmp_path: Path) -> None:
    point = Point(1, {"alpha": 1})
    assert outcome_of(tmp_path, point) is None
    keep_outcome(tmp_path, point, full_record())
    found = outcome_of(tmp_path, point)
    assert found is not None and found.metrics == full_record().metrics
    file = tmp_path / "runs" / point.folder / "outcome.json"
    whole = file.read_text()
    for cut in (0, 1, len(whole) // 2, len(whole) - 2):
        file.write_text(whole[:cut])
        assert outcome_of(tmp_path, point) is None
    for other in ("[]", "{}", "null", '{"id": 1}', json.dumps({**json.loads(whole), "steps": 3})):
        file.write_text(other)
        assert outcome_of(tmp_path, point) is None


def test_a_new_try_starts_in_an_empty_folder(tmp_path: Path) -> None:
    folder = fresh_run_folder(tmp_path, Point(1, {}))
    (folder / "deep").mkdir()
    (folder / "deep" / "left.txt").write_text("x")
    assert list(fresh_run_folder(tmp_path, Point(1, {})).iterdir()) == []


def test_results_have_a_row_for_each_point(tmp_path: Path) -> None:
    points = [Point(1, {"alpha": 0.5, "f1": [1]}), Point(2, {"alpha": "a,b\n"}), Point(3, {})]
    keep_outcome(tmp_path, points[0], a_record(metrics={"f1": 0.25}, seconds=1.5, output="/o"))
    keep_outcome(tmp_path, points[1], full_record())
    write_results(tmp_path, points)
    rows = list(csv.DictReader((tmp_path / "results.csv").open(newline="")))
    assert rows[0] == {
        "point": "1",
        "alpha": "0.5",
        "param.f1": "[1]",
        "status": "complete",
        "accuracy": "",
        "count": "",
        "f1": "0.25",
        "lost": "",
        "seconds": "1.5",
        "error": "",
        "run": a_record().id,
        "output": "/o",
    }
    assert rows[1]["alpha"] == "a,b\n"
    assert rows[1]["error"] == "stage train, cell 4, line 2: ValueError: no such thing"
    assert (rows[2]["point"], rows[2]["status"]) == ("3", "")


def test_only_one_process_works_on_a_sweep(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from converter.sweep.folder import locked\n"
        "with locked(pathlib.Path(sys.argv[1])): print('mine', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None and other.stdout.readline() == "mine\n"
    with pytest.raises(TargetError, match="another process"), locked(tmp_path):
        pass
    other.kill()
    other.communicate()
    with locked(tmp_path):
        pass
