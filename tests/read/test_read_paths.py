"""Paths that lead to no notebook."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from converter.errors import InputError
from converter.read.notebook import read_notebook

PERCENT = "# %%\nx = 1\n"


def refusal(path: Path | str) -> InputError:
    with pytest.raises(InputError) as caught:
        read_notebook(str(path))
    return caught.value


def test_a_file_is_read_with_name_path_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "Churn.PY"
    path.write_text(PERCENT)
    found = read_notebook(str(path))
    assert (found.name, found.path) == ("Churn.PY", path)
    assert len(found.sha256) == 64


def test_a_missing_file_names_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "churn.ipynb").write_text("{}")
    error = refusal(tmp_path / "chrun.ipynb")
    assert "no such file" in error.message
    assert "churn.ipynb" in error.hint


def test_a_folder_names_the_notebook_in_it(tmp_path: Path) -> None:
    (tmp_path / "churn.ipynb").write_text("{}")
    error = refusal(tmp_path)
    assert "is a folder" in error.message
    assert "churn.ipynb" in error.hint


@pytest.mark.parametrize("name", ["notes.txt", "README", "x\0.ipynb"])
def test_other_names_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(f"{tmp_path}/{name}").hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(PERCENT)
    path.chmod(0)
    assert "no permission" in refusal(path).message


def test_no_standard_input_is_refused() -> None:
    assert "standard input" in refusal("-").message
