"""What --dry-run and --diff show."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.model.project import Project
from converter.write.changes import changes
from converter.write.preview import diff_text, tree_text

pytestmark = pytest.mark.fast

PROJECT = Project("p", {"b/c.py": b"x = 1\n", "a.txt": b"no end", "b/d/e": b"\0\1", "z": b""})


def test_nothing_changes_where_the_project_already_is(tmp_path: Path) -> None:
    for path, content in PROJECT.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert {change.kind for change in changes(PROJECT, tmp_path)} == {"same"}
    assert diff_text(PROJECT, tmp_path) == ""


def test_tree() -> None:
    assert tree_text(PROJECT) == (
        "├── a.txt\n├── z\n└── b/\n    ├── c.py\n    └── d/\n        └── e"
    )


def test_diff_of_a_new_folder(tmp_path: Path) -> None:
    text = diff_text(PROJECT, tmp_path / "out")
    assert "--- /dev/null\n+++ b/a.txt\n" in text
    assert "+no end\n\\ No newline at end of file\n" in text
    assert "+x = 1\n" in text
    assert "Binary files /dev/null and b/b/d/e differ\n" in text
    assert not (tmp_path / "out").exists()


def test_diff_of_a_file_in_our_way_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine\n")
    text = diff_text(PROJECT, tmp_path)
    assert "# a.txt: refused, not written by nbship\n" in text
    assert "-mine\n" in text
