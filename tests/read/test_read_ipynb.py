"""Notebook files of every version and every kind of damage."""

from __future__ import annotations

import io
import json
from typing import Any

import nbformat
import pytest

from converter.errors import InputError
from converter.model.notebook import Notebook
from converter.read.ipynb import without_outputs
from converter.read.notebook import read_notebook


def read(document: object) -> Notebook:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_notebook("-", stdin=io.BytesIO(data))


def code(source: object, **more: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
    return {**cell, "execution_count": None, **more}


def notebook(*cells: object, **more: Any) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}


def kernel(**spec: str) -> dict[str, Any]:
    return {"metadata": {"kernelspec": spec}}


@pytest.mark.parametrize("minor", range(6))
def test_every_minor_of_version_4_is_read(minor: int) -> None:
    found = read(notebook(code(["x = 1\n", "y"], execution_count=3), nbformat_minor=minor))
    assert found.cells[0].source == "x = 1\ny"
    assert found.cells[0].execution_count == 3
    assert found.format == f"4.{minor}"


def test_version_3_becomes_version_4() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Load\n", "data"]},
        {"cell_type": "code", "input": ["x = 1"], "language": "python", "prompt_number": 7},
        {"cell_type": "html", "source": "<b>x</b>"},
    ]
    found = read({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]})
    assert [(c.kind, c.source) for c in found.cells] == [
        ("markdown", "## Load data"),
        ("code", "x = 1"),
        ("markdown", "<b>x</b>"),
    ]
    assert found.cells[1].execution_count == 7


def test_version_3_in_another_language_is_refused() -> None:
    cells = [{"cell_type": "code", "input": "1", "language": "julia"}]
    with pytest.raises(InputError, match="julia"):
        read({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]})


def test_line_ends_bom_and_half_characters_are_cleaned() -> None:
    found = read(b"\xef\xbb\xbf" + json.dumps(notebook(code("\ufeffa\r\nb\rc \ud800"))).encode())
    assert found.cells[0].source == "a\nb\nc \ufffd"


def test_tags_of_any_shape_are_read() -> None:
    cells = [code("x", metadata={"tags": tags}) for tags in (["a", 3, "a"], "b", None, {"c": 1})]
    assert [cell.tags for cell in read(notebook(*cells)).cells] == [("a",), ("b",), (), ()]


def test_the_copy_is_valid_stripped_and_stable() -> None:
    cells = [
        code("x\ny", id="same", outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}]),
        code("z", id="same", metadata={"tags": ["a", "a,b"]}),
        {"cell_type": "markdown", "source": "![](attachment:a.png)", "metadata": {},
         "attachments": {"a.png": {"image/png": "AA=="}}, "id": "not valid!"},
    ]  # fmt: skip
    text = read(notebook(*cells)).text
    again = nbformat.reads(text, as_version=4)
    nbformat.validate(again)
    assert len({cell["id"] for cell in again["cells"]}) == 3
    assert again["cells"][0]["outputs"] == []
    assert "attachments" in again["cells"][2]
    assert again["metadata"]["kernelspec"]["name"] == "python3"
    assert read(text.encode()).text == text


@pytest.mark.parametrize(
    "data",
    [
        b'{"outputs": []}',
        b'{"source": "\\"outputs\\": [1, 2]"}',
        b'{"outputs": ["\\\\\\"]", [1, "]"]], "outputs" : [[[]]], "x": 1}',
        b'{"outputs": "no list", "x": ["outputs"]}',
    ],
)
def test_outputs_are_emptied_and_nothing_else(data: bytes) -> None:
    slim = json.loads(without_outputs(data))
    whole = json.loads(data)
    assert slim == {
        k: [] if k == "outputs" and isinstance(v, list) else v for k, v in whole.items()
    }


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (b"", "is empty"),
        (b"{", "cut off"),
        (b'{"nbformat": 4, "cells": [{"source": "abc', "cut off"),
        (b'{"cells": [1,, 2]}', "line 1, column 14"),
        (b"[1, 2]", "not a notebook"),
        ({"a": 1}, "not a notebook"),
        ({"nbformat": "4"}, "not a notebook"),
        ({"nbformat": 4}, "no list of cells"),
        (notebook(3), "cell 1 is not a JSON object"),
        (notebook(code(["x", 3])), "cell 1 has no text"),
        ({"nbformat": 5, "cells": []}, "newer than nbship"),
        ({"nbformat": 1, "cells": []}, "too old"),
        (b'{"nbformat": 4, "x": "\xff"}', "not UTF-8"),
        (b'{"a":' + b"[" * 200_000, "nested too deep|cut off"),
        (notebook(**kernel(name="ir")), "written in R"),
        (notebook(**kernel(name="julia-1.6", language="julia")), "written in julia"),
        (notebook(metadata={"language_info": {"name": "scala"}}), "written in scala"),
    ],
)
def test_what_is_no_python_notebook_is_refused(document: object, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(document)
    assert caught.value.hint
    assert "<stdin>" in caught.value.message


@pytest.mark.parametrize("name", ["python3", "conda-env-x-py", "xpython", "python2"])
def test_python_kernels_are_read(name: str) -> None:
    assert read(notebook(code("x"), **kernel(name=name))).kernel == name
