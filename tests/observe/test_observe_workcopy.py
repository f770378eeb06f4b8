"""The working copy: what runs there never writes to the user's files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from converter.errors import EnvironmentProblem
from converter.observe import workcopy
from converter.observe.launch import PROBE
from converter.observe.workcopy import working_copy

GUARDED = """
import sys
sys.path.insert(0, sys.argv[1])
from probe.files import Files
Files(sys.argv[2], lambda path, mode: None, ())
with open(sys.argv[3], "a") as file:
    file.write("more")
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "notebooks"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.csv").write_text("x\n1\n")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("")
    (tmp_path / "project" / "shared").mkdir()
    (tmp_path / "project" / "shared" / "b.csv").write_text("y\n")
    return folder


def test_the_folder_comes_along_without_history(source: Path, tmp_path: Path) -> None:
    work = working_copy(source, tmp_path / "t")
    assert (work.folder / "data" / "a.csv").read_text() == "x\n1\n"
    assert not (work.folder / ".git").exists()
    assert not (work.folder / ".." / "shared").exists()


def test_folders_above_come_along_where_they_are_wanted(source: Path, tmp_path: Path) -> None:
    work = working_copy(source, tmp_path / "t", above=1)
    assert (work.folder / ".." / "shared" / "b.csv").read_text() == "y\n"
    (work.folder / ".." / "shared" / "new.csv").write_text("z")
    assert not (source.parent / "shared" / "new.csv").exists()
    assert [path for path, _ in work.written()] == ["../shared/new.csv"]


def test_new_changed_and_deleted_files_are_told(source: Path, tmp_path: Path) -> None:
    (source / "old.txt").write_text("1")
    work = working_copy(source, tmp_path / "t")
    assert list(work.written()) == []
    (work.folder / "new.txt").write_text("1")
    (work.folder / "data" / "a.csv").write_text("other")
    (work.folder / "old.txt").unlink()
    found = dict(work.written())
    assert sorted(found) == ["data/a.csv", "new.txt", "old.txt"]
    assert found["old.txt"] is None


def test_large_files_are_linked_and_copied_before_python_writes(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workcopy, "COPIED_UP_TO", 2)
    work = working_copy(source, tmp_path / "t")
    linked = work.folder / "data" / "a.csv"
    assert linked.is_symlink()
    command = [sys.executable, "-c", GUARDED, PROBE.parent, work.root, linked]
    subprocess.run(command, check=True)
    assert linked.read_text() == "x\n1\nmore"
    assert (source / "data" / "a.csv").read_text() == "x\n1\n"


def test_formats_that_libraries_write_in_place_are_copied(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workcopy, "COPIED_UP_TO", 2)
    (source / "base.sqlite").write_bytes(b"12345")
    work = working_copy(source, tmp_path / "t")
    assert not (work.folder / "base.sqlite").is_symlink()


def test_read_only_files_and_loops_are_no_trouble(source: Path, tmp_path: Path) -> None:
    (source / "data" / "a.csv").chmod(0o444)
    os.symlink(source, source / "loop")
    os.symlink(source / "gone", source / "dangling")
    work = working_copy(source, tmp_path / "t")
    (work.folder / "data" / "a.csv").write_text("ours")
    assert (source / "data" / "a.csv").read_text() == "x\n1\n"


def test_no_folder_is_an_empty_one(tmp_path: Path) -> None:
    work = working_copy(None, tmp_path / "t")
    assert list(work.folder.iterdir()) == []


def test_folders_that_vanish_meanwhile_are_left_out(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / "building").mkdir()
    listed = os.scandir

    def scandir(folder: Path) -> object:
        if folder == source / "building":
            folder.rmdir()
        return listed(folder)

    monkeypatch.setattr(workcopy.os, "scandir", scandir)
    work = working_copy(source, tmp_path / "t")
    assert (work.folder / "data" / "a.csv").read_text() == "x\n1\n"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="No such file"):
        working_copy(tmp_path / "nowhere", tmp_path / "t")
