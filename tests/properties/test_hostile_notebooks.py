"""Whatever a notebook is called and says, it ends in a project that parses, or in our own error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pytest
import yaml
from drawn_values import NASTY, constants, hostile_text
from hypothesis import example, given, settings
from hypothesis import strategies as st

from converter.errors import InternalError, NbshipError, NotebookError
from converter.model.settings import Settings
from converter.pipeline import convert_notebook
from converter.read.notebook import read_notebook

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Cells = list[dict[str, Any]]
CODE = st.sampled_from(
    [
        "x = 1\nprint(x)",
        "x = [1, 2]\nfor y in x:\n    print(y)",
        "def f(y):\n    return y + x\nprint(f(1))",
        "x",
        "%matplotlib inline\n!ls {x}",
        "!pip install 'evil\"; touch /tmp/x'",
        "%%bash\nrm -rf $HOME",
        "x = = 1",
        "print 'two'",
        "",
        "# only words",
        "\f\tx = 2",
        "x = '\\N{BULLET}'",
        "get_ipython().system('id')",
    ]
)


def code(source: str, tags: list[str]) -> dict[str, Any]:
    """A code cell as JSON."""
    metadata = {"tags": tags} if tags else {}
    return {
        "cell_type": "code",
        "source": source,
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
    }


def words(source: str) -> dict[str, Any]:
    """A Markdown cell as JSON."""
    return {"cell_type": "markdown", "source": source, "metadata": {}}


@st.composite
def hostile_cells(draw: st.DrawFn) -> Cells:
    """Cells with nasty titles, headings, prose, tags, parameter names and values."""
    text = hostile_text()
    cells: Cells = []
    if draw(st.booleans()):
        cells.append(words(f"# {draw(text)}\n\n{draw(text)}"))
    if draw(st.booleans()):
        names = st.sampled_from(
            ["x", "model_config", "schema", "copy", "json", "_x", "é", "Parameters", "run", "print"]
        )
        value = draw(constants())
        comment = draw(text).replace("\n", " ").replace("\r", " ")
        assigned = f"{draw(names)} = {value!r}  # {comment}"
        cells.append(code(assigned, ["parameters"]))
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            cells.append(words("#" * draw(st.integers(1, 4)) + " " + draw(text)))
        tags = draw(
            st.lists(
                text.map(lambda tail: "stage:" + tail)
                | text.map(lambda tail: "output:" + tail)
                | text.map(lambda tail: "module:" + tail)
                | text,
                max_size=1,
            )
            if draw(st.integers(0, 3)) == 0
            else st.just([])
        )
        cells.append(code(draw(CODE if draw(st.integers(0, 3)) else text), tags))
    return cells


def converted(cells: Cells, name: str | None = None) -> Mapping[str, bytes]:
    """The files of the project; nothing when nbship refuses the notebook in its own words."""
    metadata = {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}}
    whole = {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": cells}
    try:
        notebook = read_notebook("-", stdin=io.BytesIO(json.dumps(whole).encode()))
        return convert_notebook(notebook, Settings(name=name)).project.files
    except InternalError:
        raise
    except NotebookError as error:
        assert error.diagnostics
    except NbshipError as error:
        assert error.message
    return {}


def check(files: Mapping[str, bytes]) -> None:
    """Fail where a path leaves the project or a file is no file of its kind."""
    for path, content in files.items():
        parts = PurePosixPath(path).parts
        assert parts and ".." not in parts and not path.startswith("/"), path
        assert not PureWindowsPath(path).drive and "\\" not in path, path
        assert path.isprintable() and all(len(part.encode()) < 200 for part in parts), path
        text = content.decode()
        if path.startswith("notebooks/"):
            continue
        match PurePosixPath(path).suffix:
            case ".py":
                compile(text, path, "exec", dont_inherit=True)
            case ".toml":
                tomllib.loads(text)
            case ".yaml" | ".yml":
                list(yaml.safe_load_all(text))
            case ".json":
                json.loads(text)


@settings(max_examples=settings().max_examples // 2)
@given(hostile_cells())
def test_hostile_cells(cells: Cells) -> None:
    check(converted(cells))


@settings(max_examples=settings().max_examples // 5)
@given(hostile_text())
@example("x" * 300)
def test_a_hostile_name(name: str) -> None:
    check(converted([code("x = 1", [])], name))


@pytest.mark.slow
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_words_and_values_are_converted(text: str) -> None:
    """Words and values never stand in the way: there is a project."""
    cells = [
        words(f"# {text}\n\n{text}"),
        code(f"LABEL = {text!a}\n{text!a}", ["parameters"]),
        words(f"## {text}"),
        code("import math\nx = [math.pi, LABEL]\nprint(x)", [text]),
        words(f"## {text}\n{text}"),
        code("y = len(x)\ny", []),
    ]
    files = converted(cells)
    assert files
    check(files)


@pytest.mark.slow
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("kind", ["stage", "module", "output"])
def test_nasty_tags_steer_no_path(text: str, kind: str) -> None:
    definition = "def clean(d):\n    return d"
    cells = [code(definition, [f"{kind}:{text}"]), code("y = clean(3)", [f"{kind}:{text}"])]
    check(converted(cells))


@pytest.mark.slow
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_comments_and_strings(text: str) -> None:
    line = " ".join(text.split())
    check(converted([code(f"LABEL = {text!r}  # {line}\nprint(LABEL)  # {line}", ["parameters"])]))
    check(converted([code(f"x = 1  # {line}\nprint(x)  # {line}\n# {line}", [])]))


@pytest.mark.parametrize("name", ["parameters", "pipeline", "cli", "../x", "json", "class"])
@pytest.mark.parametrize("kind", ["stage", "module"])
def test_names_that_are_taken(kind: str, name: str) -> None:
    cells = [code("def clean(d):\n    return d\ny = clean(3)", [f"{kind}:{name}"])]
    check(converted(cells))


def test_all_nasty_words_at_once() -> None:
    """The slow tests take them one by one."""
    pieces = [text for text in NASTY if len(text) < 99]
    cells = [words(f"# {''.join(pieces)}\n\n{' '.join(pieces)}")]
    for index, text in enumerate(pieces):
        cells += [words(f"## {text}"), code(f"x{index} = {text!a}\nprint(x{index})", [])]
    files = converted(cells)
    assert files
    check(files)
