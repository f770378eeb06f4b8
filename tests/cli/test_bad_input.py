"""Bad input: a clear message with its place, the documented exit code, nothing written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HOSTILE = [
    "../../x",
    "stage:../../x",
    "stage:",
    "module:__import__('os')",
    'stage:"; DROP',
    "stage:{{ 7 * 7 }}",
    "output:a b",
    "stage:a\nb",
    "stage:\x00",
    "stage:" + "x" * 5000,
    "stage:\u202eevil",
    "stage:$(touch pwned)",
]


def written(folder: Path) -> set[str]:
    """Everything in `folder` but the notebook and the state folder."""
    return {p.name for p in folder.iterdir()} - {"nb.ipynb", ".state"}


def refused(nbship, tmp_path, path, code):
    ended = nbship("convert", path, "-o", "out")
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err
    assert ended.err.strip()
    assert not (tmp_path / "out").exists()
    return ended


@pytest.mark.parametrize(
    "content",
    [
        b"not json at all",
        b'{"nbformat": 4, "cells": [',
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe\x00",
        b"null",
    ],
    ids=["text", "truncated", "empty", "list", "object", "bytes", "null"],
)
def test_a_file_that_is_no_notebook(nbship, tmp_path, content):
    (tmp_path / "nb.ipynb").write_bytes(content)
    ended = refused(nbship, tmp_path, "nb.ipynb", 2)
    assert "nb.ipynb" in ended.err
    assert written(tmp_path) == set()


def test_no_such_file(nbship, tmp_path):
    assert "missing.ipynb" in refused(nbship, tmp_path, "missing.ipynb", 2).err


def test_a_directory(nbship, tmp_path):
    (tmp_path / "nb.ipynb").mkdir()
    refused(nbship, tmp_path, "nb.ipynb", 2)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(nbship, notebook, tmp_path):
    notebook("x = 1").chmod(0)
    refused(nbship, tmp_path, "nb.ipynb", 2)


@pytest.mark.parametrize("name, language", [("ir", "R"), ("julia-1.10", "julia")])
def test_another_language(nbship, notebook, tmp_path, name, language):
    spec = {"name": name, "language": language, "display_name": language}
    notebook("x <- 1", kernelspec=spec, language_info={"name": language})
    ended = nbship("convert", "nb.ipynb", "-o", "out")
    assert ended.code in (1, 2)
    assert language.lower() in ended.err.lower()
    assert written(tmp_path) == set()


def test_python_2(nbship, notebook, tmp_path):
    notebook("import os", "print 'hello'")
    ended = refused(nbship, tmp_path, "nb.ipynb", 1)
    assert "nb.ipynb:cell 2:1:" in ended.err
    assert "Python 2" in ended.err


def test_a_syntax_error_has_its_place(nbship, notebook, tmp_path):
    notebook("x = 1", "y = 2\nz = (1,\n")
    ended = refused(nbship, tmp_path, "nb.ipynb", 1)
    assert "nb.ipynb:cell 2:2:" in ended.err
    assert "error[NB" in ended.err


def test_no_code_cells(nbship, notebook, tmp_path):
    notebook({"cell_type": "markdown", "source": "# Title"})
    refused(nbship, tmp_path, "nb.ipynb", 1)


def test_duplicate_ids_do_no_harm(nbship, notebook, tmp_path):
    notebook({"id": "same", "source": "x = 1"}, {"id": "same", "source": "print(x)"})
    ended = nbship("convert", "nb.ipynb", "-o", "out")
    assert ended.code == 0, ended.err
    assert (tmp_path / "out" / "pyproject.toml").is_file()


@pytest.mark.parametrize("tag", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_tag_escapes_nowhere(nbship, notebook, tmp_path, tag):
    notebook({"source": "x = 1\nprint(x)", "metadata": {"tags": [tag]}})
    ended = nbship("convert", "nb.ipynb", "-o", "out")
    assert ended.code in (0, 1), ended.err
    assert "Traceback" not in ended.err
    assert written(tmp_path) <= {"out"}
    inside(tmp_path / "out")


@pytest.mark.parametrize(
    "title",
    [
        "# ../../etc/passwd",
        "# {{ ''.__class__ }} {% raw %}",
        '# """ + __import__("os").system("touch pwned") + """',
        "# ]\\n[tool.evil]",
        "# $(touch pwned) `touch pwned` ; touch pwned",
        "# \u202eevil \x00 \x1b[31m",
        "# " + "x" * 10000,
        "# <script>alert(1)</script>",
        "# : - | > & * !yaml %",
    ],
    ids=["path", "jinja", "python", "toml", "shell", "bidi", "long", "html", "yaml"],
)
def test_a_hostile_title_escapes_nowhere(nbship, notebook, tmp_path, title):
    notebook({"cell_type": "markdown", "source": title}, "x = 1\nprint(x)")
    ended = nbship("convert", "nb.ipynb", "-o", "out")
    assert ended.code == 0, ended.err
    assert written(tmp_path) == {"out"}
    inside(tmp_path / "out")


def test_a_hostile_parameter_name(nbship, notebook, tmp_path):
    code = "model_config = 1\nschema = 'a'\n_x = 2\njson = 3\ncopy = 4\nprint(model_config)"
    notebook({"source": code, "metadata": {"tags": ["parameters"]}})
    ended = nbship("convert", "nb.ipynb", "-o", "out")
    assert ended.code == 0, ended.err
    inside(tmp_path / "out")


def test_a_hostile_file_name(nbship, notebook, tmp_path):
    notebook("x = 1\nprint(x)", name="$(touch pwned); class.ipynb")
    ended = nbship("convert", "$(touch pwned); class.ipynb", "-o", "out")
    assert ended.code == 0, ended.err
    assert not (tmp_path / "pwned").exists()
    inside(tmp_path / "out")


@pytest.mark.parametrize("name", ["", "  ", "../x", "class", "\x1b[31m", "numpy"])
def test_a_project_name_is_checked_or_made_safe(nbship, notebook, tmp_path, name):
    notebook("x = 1\nprint(x)")
    ended = nbship("convert", "nb.ipynb", "--name", name)
    assert ended.code in (0, 2), ended.err
    assert "Traceback" not in ended.err
    assert all("x1b" not in n and "/" not in n and n != ".." for n in written(tmp_path))
    assert not (tmp_path.parent / "x").exists()


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["plain", "force"])
def test_a_file_that_is_not_ours_is_left_alone(nbship, notebook, tmp_path, force):
    notebook("x = 1\nprint(x)")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "pyproject.toml").write_text("mine")
    ended = nbship("convert", "nb.ipynb", "-o", "out", *force)
    assert ended.code == 2
    assert "hint:" in ended.err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["pyproject.toml"]
    assert (tmp_path / "out" / "pyproject.toml").read_text() == "mine"


def test_force_keeps_an_edited_file(nbship, notebook, tmp_path):
    notebook("x = 1\nprint(x)")
    assert nbship("convert", "nb.ipynb", "-o", "out").code == 0
    assert nbship("convert", "nb.ipynb", "-o", "out").code == 2
    assert nbship("convert", "nb.ipynb", "-o", "out", "--force").code == 0
    edited = tmp_path / "out" / "README.md"
    edited.write_text("edited by me")
    ended = nbship("convert", "nb.ipynb", "-o", "out", "--force")
    assert ended.code == 2
    assert "README.md" in ended.err
    assert edited.read_text() == "edited by me"


def inside(project: Path) -> None:
    """Every Python file compiles, every TOML file parses, and no file has a strange name."""
    for path in project.rglob("*"):
        assert path.name.isprintable() and ".." not in path.name
        assert path.name != "pwned"
        if path.suffix == ".py":
            compile(path.read_text(encoding="utf-8"), str(path), "exec")
        if path.suffix == ".toml":
            _toml(path.read_text(encoding="utf-8"))


def _toml(text: str) -> None:
    try:
        import tomllib
    except ModuleNotFoundError:
        import tomli as tomllib  # Python 3.10
    tomllib.loads(text)
