"""Types of recorded values, as annotations."""

from __future__ import annotations

import pytest
from notebooks import plan_for

from converter.plan.observed import _Names


@pytest.mark.parametrize("recorded", ["pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.Path"])
def test_a_path_is_a_path_on_every_system(recorded: str) -> None:
    names = _Names(plan_for("from pathlib import Path", "folder = Path('x')"))
    assert names.annotation({"type": recorded}) == ("Path", ("from pathlib import Path",))


def test_a_class_is_imported_from_its_module() -> None:
    names = _Names(plan_for("import decimal", "x = decimal.Decimal(1)"))
    kind, lines = names.annotation({"type": "decimal.Decimal"})
    assert (kind, lines) == ("decimal.Decimal", ("import decimal",))


@pytest.mark.parametrize(
    ("summary", "kind", "lines"),
    [
        ({"type": "list", "of": "decimal.Decimal"}, "list[decimal.Decimal]", ("import decimal",)),
        ({"type": "dict", "of": ["str", "Box"]}, "dict[str, Box]", ("from drawn.first import Box",)),
        ({"type": "list", "of": "list"}, "list[Any]", ()),
        ({"type": "list", "of": "NoneType"}, "list[Any]", ()),
        ({"type": "set", "of": ""}, "set[Any]", ()),
        ({"type": "list", "of": "function"}, "list[Any]", ()),
        ({"type": "IPython.utils.text.SList"}, "list[str]", ()),
    ],
)
def test_what_collections_hold(summary: dict[str, object], kind: str, lines: tuple[str, ...]) -> None:
    plan = plan_for("import decimal", "#%md ## First", "class Box:\n    pass\nx = Box()", "#%md ## Second", "print(x)")
    assert _Names(plan).annotation(summary) == (kind, lines)
