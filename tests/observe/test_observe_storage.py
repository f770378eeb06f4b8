"""Recordings on disk: what is written is read back, anything else is refused."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from converter.errors import InputError
from converter.model.recording import (
    Call,
    CellRun,
    Failure,
    FigureShown,
    FileUse,
    Output,
    Point,
    Recording,
)
from converter.observe.storage import load_recording, save_recording


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    folder = tmp_path / "run"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "0001.png").write_bytes(b"png")
    (folder / "work").mkdir()
    return Recording(
        side="notebook",
        name="a.ipynb",
        sha256="0" * 64,
        folder=folder,
        cells=(CellRun(1, 0.5, {"x": {"how": "bound"}}),),
        outputs=(Output(1, "stdout", "hé\ud800"),),
        points=(Point("load", {"x": 1.5, "y": [math.inf]}, (("a", "b"),)),),
        figures=(FigureShown(1, "0001.png"),),
        files=(FileUse("out.csv", "w", 1, True, 3, "ab"),),
        calls=(Call("predict", 2, (1,), {}, 2),),
        served=({"function": "predict", "rows": [{"a": 1}]},),
        frames={"df": ("a", "b")},
        checked={"prepare": {"rows": 3, "same": True}},
        needless={"predict": ("b",)},
        error=Failure("ValueError", "no", 1, 2),
    )


def saved(recording: Recording, tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    save_recording(recording, folder)
    return folder


def rewritten(folder: Path, **changes: Any) -> Path:
    file = folder / "recording.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**document, **changes}), encoding="utf-8")
    return folder


def test_it_is_read_back_as_it_was(recording: Recording, tmp_path: Path) -> None:
    folder = saved(recording, tmp_path)
    assert not (folder / "work").exists()
    found = load_recording(folder)
    assert replace(found, folder=recording.folder, outputs=()) == replace(recording, outputs=())
    assert found.point("load") == recording.points[0]


def test_it_is_json_for_everybody(recording: Recording, tmp_path: Path) -> None:
    def refused(name: str) -> None:
        raise ValueError(name)

    text = (saved(recording, tmp_path) / "recording.json").read_text(encoding="utf-8")
    json.loads(text, parse_constant=refused)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": 99}, "version 99"),
        ({"manifest": None}, "list its files"),
        ({"manifest": {"../x": "0"}}, "outside"),
        ({"manifest": {"/etc/passwd": "0"}}, "outside"),
        ({"manifest": {"figures/0001.png": "0"}}, "changed since"),
        ({"side": "moon"}, "side"),
        ({"points": 3}, "TypeError"),
        ({"points": [{"name": "x"}]}, "nodes"),
        ({"points": [{"name": "x", "nodes": {}, "evil": 1}]}, "evil"),
        ({"figures": [{"at": 1, "file": "../../etc/passwd"}]}, "figure"),
        ({"files": [{"path": "x", "mode": "w", "kept": "../x"}]}, "file"),
    ],
    ids=str,
)
def test_anything_else_is_refused(
    changes: dict[str, Any], words: str, recording: Recording, tmp_path: Path
) -> None:
    folder = rewritten(saved(recording, tmp_path), **changes)
    with pytest.raises(InputError, match=words):
        load_recording(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000], ids=lambda t: t[:3])
def test_what_is_no_recording(text: str, tmp_path: Path) -> None:
    (tmp_path / "recording.json").write_text(text)
    with pytest.raises(InputError):
        load_recording(tmp_path)


def test_a_folder_without_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no recording"):
        load_recording(tmp_path)
