"""Files beside the notebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from converter.read.neighbours import data_of, neighbours_of
from converter.read.search_path import on_the_path


def tree(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


FILES = {
    "helper.py": "import deep.inner\nfrom numpy import *\n",
    "unused.py": "",
    "broken.py": "import (",
    "deep/__init__.py": "",
    "deep/inner.py": "import last\nfrom . import x\n",
    "deep/words.txt": "a",
    "deep/.hidden/x.py": "",
    "deep/__pycache__/x.pyc": "",
    "last.py": "import helper",
    "notes.ipynb": "{}",
    "data/a.csv": "1,2",
    "data/b.csv": "3,4",
    "prices.csv": "5",
}


@pytest.mark.parametrize("name", ["numpy", "notes", "..", "data", "", "deep.inner"])
def test_what_is_not_beside_is_ignored(tmp_path: Path, name: str) -> None:
    assert neighbours_of(tree(tmp_path, FILES), [name]) == ()


def test_imports_are_followed(tmp_path: Path) -> None:
    found = neighbours_of(tree(tmp_path, FILES), ["helper"])
    assert found == ("deep/__init__.py", "deep/inner.py", "deep/words.txt", "helper.py", "last.py")


def test_a_broken_neighbour_still_comes_along(tmp_path: Path) -> None:
    assert neighbours_of(tree(tmp_path, FILES), ["broken"]) == ("broken.py",)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x.csv", "/etc/passwd", "a\0b", "x" * 5000, "helper.py", "no.csv"]
)
def test_strings_that_name_no_data(tmp_path: Path, name: str) -> None:
    assert data_of(tree(tmp_path, FILES), [name]) == ()


def test_named_files_and_folders(tmp_path: Path) -> None:
    found = data_of(tree(tmp_path, FILES), ["./prices.csv", "data", "hello"])
    assert found == ("data/a.csv", "data/b.csv", "prices.csv")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("s")
    home = tree(tmp_path / "home", FILES)
    (home / "link.csv").symlink_to(tmp_path / "secret.csv")
    (home / "loop").symlink_to(home / "loop")
    (home / "out").symlink_to(tmp_path)
    assert data_of(home, ["link.csv", "loop", "out", "out/secret.csv"]) == ()


def test_the_limit_is_for_all_files_together(tmp_path: Path) -> None:
    home = tree(tmp_path, {"a.csv": "x" * 60, "b.csv": "x" * 60, "c.csv": "x" * 30})
    assert data_of(home, ["a.csv", "b.csv", "c.csv"], limit=100) == ("a.csv", "c.csv")


FOLDERS = {
    "notebooks/nb.ipynb": "{}",
    "notebooks/beside.py": "",
    "notebooks/lib/tools.py": "import more\n",
    "notebooks/lib/more.py": "",
    "notebooks/lib/beside.py": "wrong",
    "src/__init__.py": "",
    "src/features.py": "K = 1",
    "far.py": "",
}


@pytest.mark.parametrize(
    ("texts", "names", "found"),
    [
        (["lib"], ["tools"], ["more.py", "tools.py"]),
        (["./lib/"], ["more", "beside", "json"], ["more.py"]),
        ([".."], ["src"], ["src/__init__.py", "src/features.py"]),
        (["../src"], ["features"], ["features.py"]),
        ([".."], ["installed", "nowhere"], []),
        (["../../../.."], ["far"], []),
        (["/", "~", "", "no such folder", "lib\x00"], ["tools"], []),
    ],
)
def test_modules_on_the_search_path(tmp_path: Path, texts, names, found) -> None:
    tree(tmp_path, FOLDERS)
    (tmp_path / "installed.py").write_text("")
    asked = on_the_path(
        tmp_path / "notebooks", texts, names, lambda name: name == "installed" or None
    )
    assert sorted(asked) == found


def test_a_generated_project_is_no_data(tmp_path: Path) -> None:
    """A column may be called as the notebook is, and so the folder that a conversion wrote."""
    files = {"churn/README.md": "", "churn/.nbship/provenance.json": "{}", "table/a.csv": "1"}
    assert data_of(tree(tmp_path, files), ["churn", "table"]) == ("table/a.csv",)


def test_patterns_and_words_of_commands_name_data(tmp_path: Path) -> None:
    files = {
        "data/a.csv": "x", "data/b.csv": "y", "data/c.txt": "z", "d.csv": "w", "data/tool.py": "",
        "raw/old.csv.gz": "v", "made/.nbship/provenance.json": "{}", "made/e.csv": "u",
    }  # fmt: skip
    folder = tree(tmp_path, files)
    assert data_of(folder, ["data/*.csv"]) == ("data/a.csv", "data/b.csv")
    assert data_of(folder, ["*.csv"]) == ("d.csv",)
    assert data_of(folder, ["cp raw/*.csv.gz data/", "head -3 data/c.txt"])[-1] == "raw/old.csv.gz"
    for name in ("*", "data/*", "**/*.csv", "../*.csv", "a [b", "SELECT * FROM d", "*/*.csv x.csv", "[a-.csv"):
        assert "made/e.csv" not in data_of(folder, [name]), name
        assert "d.csv" not in data_of(folder, [name]), name
