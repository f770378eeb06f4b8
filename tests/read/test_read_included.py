"""Files that `%run` names are found beside the notebook, theirs too, and nothing else is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from converter.read.included import included_in, run_target


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "source": s, "metadata": {}, "outputs": []} for s in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


@pytest.mark.fast
@pytest.mark.parametrize(
    ("rest", "target"),
    [
        ("a.py", "a.py"),
        ("-i a.py x", "a.py"),
        ("'my file.ipynb'", "my file.ipynb"),
        ("a.py  # why", "a.py"),
        ("-i", ""),
        ("'broken", ""),
    ],
)
def test_the_target_is_the_first_word_that_is_no_option(rest: str, target: str) -> None:
    assert run_target(rest) == target


def test_files_are_found_with_what_they_run(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n%run b.ipynb\n")
    (tmp_path / "b.ipynb").write_text(notebook("y = 1", "%run a.py", "%run nowhere.py"))
    found = included_in(["%run a\nz = 1"], tmp_path)
    assert [(f.target, f.script, f.path) for f in found] == [
        ("a", True, "a.py"),
        ("b.ipynb", False, "b.ipynb"),
        ("a.py", True, "a.py"),
    ]
    assert found[1].cells == ("y = 1", "%run a.py", "%run nowhere.py")


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "bad.ipynb").write_text("no notebook")
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "folder.py").mkdir()
    sources = ["%run bad.ipynb", "%run bytes.py", "%run folder.py", "%run a\0b.py", "%run gone"]
    assert included_in(sources, tmp_path) == ()


def test_a_file_elsewhere_has_no_place_in_the_project(tmp_path: Path) -> None:
    (tmp_path / "up.py").write_text("x = 1")
    (tmp_path / "in").mkdir()
    (found,) = included_in(["%run ../up.py"], tmp_path / "in")
    assert found.path == ""
