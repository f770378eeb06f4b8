"""Percent scripts, as jupytext, Spyder and nbconvert write them."""

from __future__ import annotations

import io

import nbformat
import pytest

from converter.errors import InputError
from converter.model.notebook import Notebook
from converter.read.notebook import read_notebook


def read(text: str) -> Notebook:
    return read_notebook("-", stdin=io.BytesIO(text.encode()))


def sources(text: str) -> list[str]:
    return [cell.source for cell in read(text).cells]


def test_cells_kinds_tags_and_kernel() -> None:
    found = read(
        "# -*- coding: utf-8 -*-\n# ---\n# jupyter:\n#   kernelspec:\n#     language: python\n"
        "#     name: py311\n# ---\n\n# %% [markdown]\n# # Title\n#\n# text\n\n"
        '# %% Load it tags=["parameters", "stage:x"] a=1\nx = 1\n\n\n# %% [raw]\n# raw\n'
    )
    assert found.kernel == "py311"
    assert [(c.kind, c.source, c.tags) for c in found.cells] == [
        ("markdown", "# Title\n\ntext", ()),
        ("code", "x = 1", ("parameters", "stage:x")),
        ("raw", "raw", ()),
    ]
    nbformat.validate(nbformat.reads(found.text, as_version=4))


def test_code_above_the_first_marker_is_a_cell() -> None:
    assert sources("import os\n\n# %%\nx\n") == ["import os", "x"]


@pytest.mark.parametrize("line", ["# 5 % of it", "# !", "# %s", "x = 1  # !ls"])
def test_comments_stay_comments(line: str) -> None:
    assert sources(f"# %%\n{line}\nx\n") == [f"{line}\nx"]


@pytest.mark.parametrize(
    ("line", "magic"),
    [
        ("# %matplotlib inline", "%matplotlib inline"),
        ("#%time x", "%time x"),
        ("# !ls -l", "!ls -l"),
        ("# x = !ls", "x = !ls"),
        ("    # %cd ..", "    %cd .."),
    ],
)
def test_commented_magics_are_restored(line: str, magic: str) -> None:
    assert sources(f"# %%\n{line}\nx\n") == [f"{magic}\nx"]


def test_a_marker_inside_a_string_is_text() -> None:
    assert sources('# %%\ns = """\n# %%\n# !ls\n"""\n') == ['s = """\n# %%\n# !ls\n"""']


def test_markdown_may_be_a_string() -> None:
    assert sources('# %% [markdown]\n"""\n# Title\n"""\n# %%\nx') == ["# Title", "x"]


def test_a_cell_magic_and_a_language_cell() -> None:
    text = '# %%\n# %%bash\n# ls\n\n# %% language="sh" magic_args="-s a"\n# pwd\n\n# %%\n# %%time\nx = 1\n'
    assert sources(text) == ["%%bash\nls", "%%sh -s a\npwd", "%%time\nx = 1"]


def test_nbconvert_scripts_have_cells() -> None:
    assert sources(
        "#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n\nx\n\n# In[ ]:\n\ny"
    ) == [
        "x",
        "y",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"import os\n", "no cells"),
        (b"\n\n", "is empty"),
        (b"# %%\nx = '\xff'\n", "not UTF-8"),
        (b"# %%\nx = '\0'\n", "line 2 holds a NUL"),
        (b"# ---\n# kernelspec:\n#   language: R\n# ---\n# %%\nx\n", "written in R"),
    ],
)
def test_what_is_no_percent_script_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_notebook("-", stdin=io.BytesIO(data))
