"""Every result of a job becomes a file of a fitting format, and none stops the job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from projects import small_project

TOKEN = "tok-81c2f0a7e5"
SCRIPT = """
import collections, dataclasses, datetime, io, json, math, pathlib, sys, threading, types
import joblib, matplotlib.pyplot as plt, numpy as np, pandas as pd
from sklearn.linear_model import LinearRegression
from churn.outputs import manifest, save_results

class Hostile:
    def __getattr__(self, name):
        raise RuntimeError(name)
    def __reduce__(self):
        raise ValueError("no")
    def __repr__(self):
        raise ValueError("no")

token = sys.argv[2]
knot = []
knot.append(knot)
deep = []
for _ in range(5000):
    deep = [deep]
figure, axes = plt.subplots(1, 2)
values = {
    "number": np.float64(0.5), "whole": 3, "nan": math.nan, "flag": True, "text": "a b", "nothing": None,
    "day": datetime.date(2024, 1, 2), "path": pathlib.Path("x"), "moment": np.datetime64("2024-01-02"),
    "frame": pd.DataFrame({"a": [1, 2]}), "series": pd.Series([1.0], name="s"),
    "mixed": pd.DataFrame({"a": [1, "x", None]}), "array": np.arange(3),
    "objects": np.array([{}, None], dtype=object), "plain": {"a": [1, "b"]}, "keys": {1: 2},
    "counter": collections.Counter("aab"), "model": LinearRegression(), "figure": figure, "axes": axes,
    "lines": axes[0].plot([1, 2]), "iterator": iter([1, 2]), "zipped": zip([1], [2]),
    "generator": (i for i in range(3)), "numbered": enumerate("ab"), "file": open(sys.argv[0]),
    "module": json, "lock": threading.Lock(), "function": lambda: 1, "hostile": Hostile(),
    "knot": knot, "deep": deep, "Frame": {"in": "other case"},
    "token": f"Bearer {token}", "tokens": {"a": [token]}, "token_frame": pd.DataFrame({"t": [token] * 40}),
    "token_array": np.array([token]), "token_object": {1: token}, "token_iterator": iter([token]),
}
Results = dataclasses.make_dataclass("Results", values)
folder = pathlib.Path(sys.argv[1])
folder.mkdir()
secrets = [token]
redact = lambda text: text.replace(token, "***")
notes = save_results(Results(**values), folder, redact=redact, secrets=secrets)
print(json.dumps([notes, *manifest(folder, notes)]))
"""
FILES = {
    "number": "metrics.json",
    "whole": "metrics.json",
    "nan": "metrics.json",
    "flag": "results.json",
    "text": "results.json",
    "nothing": "results.json",
    "day": "results.json",
    "path": "results.json",
    "moment": "results.json",
    "frame": "results/frame.parquet",
    "series": "results/series.parquet",
    "mixed": "results/mixed.joblib",
    "array": "results/array.npy",
    "objects": "results/objects.joblib",
    "plain": "results/plain.json",
    "keys": "results/keys.joblib",
    "counter": "results/counter.joblib",
    "model": "results/model.joblib",
    "figure": "results/figure.png",
    "knot": "results/knot.joblib",
    "Frame": "results/Frame-2.json",
    "token": "results.json",
    "tokens": "results/tokens.json",
}
TEXTS = (
    "iterator zipped generator numbered file module lock function hostile token_iterator".split()
)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """The folder of results, and [notes, files, metrics]."""
    project = small_project(tmp_path_factory.mktemp("churn"))
    (project.folder / "save.py").write_text(SCRIPT)
    done = project.module("save", str(project.folder / "out"), TOKEN, MPLBACKEND="Agg")
    assert done.code == 0, done.err
    return project.folder / "out", json.loads(done.out)


@pytest.mark.parametrize("name", FILES)
def test_a_value_has_its_format(saved: tuple[Path, list[Any]], name: str) -> None:
    assert saved[1][0][name]["file"] == FILES[name]


@pytest.mark.parametrize("name", TEXTS)
def test_what_cannot_be_kept_is_text_with_a_note(saved: tuple[Path, list[Any]], name: str) -> None:
    folder, (notes, *_) = saved
    assert notes[name]["file"] == f"results/{name}.txt"
    assert notes[name]["note"].endswith("only its text form")
    assert (folder / notes[name]["file"]).read_text().strip()


@pytest.mark.parametrize("name", ["axes", "lines"])
def test_parts_of_figures_are_not_kept(saved: tuple[Path, list[Any]], name: str) -> None:
    assert "file" not in saved[1][0][name]


@pytest.mark.parametrize("name", ["token_frame", "token_array", "token_object"])
def test_binary_files_with_a_secret_are_not_kept(saved: tuple[Path, list[Any]], name: str) -> None:
    assert saved[1][0][name] == {"note": "not kept: a secret parameter's value is in it"}


def test_the_secret_is_in_no_file(saved: tuple[Path, list[Any]]) -> None:
    files = [path for path in saved[0].rglob("*") if path.is_file()]
    found = [
        codec
        for codec in ("utf-8", "utf-32-le")
        for path in files
        if TOKEN.encode(codec) in path.read_bytes()
    ]
    assert found == []
    assert json.loads((saved[0] / "results.json").read_text())["token"] == "Bearer ***"


def test_every_result_and_every_file_is_listed(saved: tuple[Path, list[Any]]) -> None:
    folder, (notes, files, metrics) = saved
    assert metrics == {"number": 0.5, "whole": 3, "nan": "nan"}
    listed = [name for entry in files for name in entry.get("results", [])]
    assert sorted(listed) == sorted(notes)
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {entry["file"] for entry in files if entry["file"]} == on_disk
    assert sum(entry["bytes"] for entry in files if entry["file"]) > 0
