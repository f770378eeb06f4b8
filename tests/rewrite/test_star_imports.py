"""Star imports are written out with the names that are used while they mean what was imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from notebooks import program_of

from converter.analyse.dataflow import dataflow_of
from converter.read.exports import exports_of
from converter.rewrite.star_imports import named_imports, star_modules

EXPORTS = {"m": frozenset({"a", "b", "c", "sum"}), "n": frozenset({"b", "d"})}


def written(*cells: str) -> list[str]:
    program = program_of(*cells)
    flow = dataflow_of(program, frozenset().union(*EXPORTS.values()))
    return [cell.code for cell in named_imports(flow, EXPORTS).cells]


@pytest.mark.fast
@pytest.mark.parametrize(
    "cell",
    [
        "x = 1",
        "from other import *",
        "if x:\n    from m import *",
        "from m import \\\n    *\na",
        "from m import *\nexec(a)",
    ],
)
def test_what_is_kept(cell: str) -> None:
    assert written(cell) == [cell]


@pytest.mark.fast
@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (("from m import *", "a + sum(b)"), "from m import a, b, sum"),
        (("from m import *", "x = 1"), "import m"),
        (("from m import *", "m = 1"), "from m import *"),
        (("from m import *", "def f():\n    return c"), "from m import c"),
        (("from m import *", "a = 1\na"), "import m"),
        (("from m import *", "print(a)\na = b"), "from m import b; from m import a"),
        (("from m import *", "eval('a + 1')"), "from m import a"),
        (("from m import *\nb\nfrom n import *", "b"), "from m import b\nb\nfrom n import b"),
        (("from m import *\nfrom n import *", "b, d"), "import m\nfrom n import b, d"),
    ],
)
def test_what_is_written_out(cells: tuple[str, ...], first: str) -> None:
    assert written(*cells)[0] == first


@pytest.mark.fast
def test_modules_of_star_imports_are_found() -> None:
    assert star_modules(program_of("from z.y import *\nfrom a import *", "from b import c")) == (
        "a",
        "z.y",
    )


def test_installed_modules_are_asked_in_a_process_of_their_own() -> None:
    names = exports_of("os.path", None)
    assert names is not None and {"join", "basename"} <= names and "os" not in names
    assert exports_of("nothing_of_this_name", None) is None


def test_modules_beside_the_notebook_are_read_not_run(tmp_path: Path) -> None:
    (tmp_path / "side.py").write_text("import os\nopen('ran', 'w')\nx = _y = 1\ndef f(): pass\n")
    (tmp_path / "more.py").write_text("from side import *\nz = 1\n")
    (tmp_path / "told.py").write_text("__all__ = ['a']\na = b = 1\n")
    (tmp_path / "unsure.py").write_text("if input():\n    a = 1\n")
    assert exports_of("side", tmp_path) == {"os", "x", "f"}
    assert exports_of("more", tmp_path) == {"os", "x", "f", "z"}
    assert exports_of("told", tmp_path) == {"a"}
    assert exports_of("unsure", tmp_path) is None
    assert not (tmp_path / "ran").exists()
