"""Grids from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.errors import ConverterError
from converter.sweep.grid_file import Grid, grid_in

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("name", "text", "grid"),
    [
        ("g.csv", "a,b\n1,x\n2,\"y,z\"\n\n", Grid(points=({"a": "1", "b": "x"}, {"a": "2", "b": "y,z"}))),
        ("g.csv", "\ufeffa\n1\n", Grid(points=({"a": "1"},))),
        ("g.tsv", "a\tb\n1\t2\n", Grid(points=({"a": "1", "b": "2"},))),
        ("g.json", '[{"a": 1}, {"a": [2]}]', Grid(points=({"a": 1}, {"a": [2]}))),
        ("g.json", '{"a": [1, 2], "b": 3}', Grid(axes=(("a", (1, 2)), ("b", (3,))))),
        ("g.yaml", "a: [1, 2]\nb: x\n", Grid(axes=(("a", (1, 2)), ("b", ("x",))))),
        ("g.yml", "- a: 1\n- a: 2\n", Grid(points=({"a": 1}, {"a": 2}))),
    ],
)
def test_grids(tmp_path: Path, name: str, text: str, grid: Grid) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert grid_in(tmp_path / name) == grid


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("g.csv", "a,b\n", "no points"),
        ("g.csv", "", "no points"),
        ("g.csv", "a,a\n1,2\n", "there twice"),
        ("g.csv", "a,b\n1\n", "row 2 has 1 values"),
        ("g.json", "[1, 2]", "is no grid"),
        ("g.json", "[]", "is no grid"),
        ("g.json", '{"a": []}', "a has no values"),
        ("g.json", "{", "not JSON"),
        ("g.yaml", "a: [1", "not YAML"),
        ("g.yaml", "!!python/object/apply:os.system ['true']", "not YAML"),
        ("g.txt", "a", "no known kind"),
    ],
)
def test_what_is_no_grid(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ConverterError, match=told):
        grid_in(tmp_path / name)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\xff")
    for name in ("none.csv", "b.csv"):
        with pytest.raises(ConverterError, match="cannot be read"):
            grid_in(tmp_path / name)
