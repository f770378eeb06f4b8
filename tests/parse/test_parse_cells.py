"""Cells as trees: what is Python, what is not, what is shown."""

from __future__ import annotations

import pytest
from parse_programs import cell, codes, program


@pytest.mark.parametrize(
    "source",
    [
        "",
        "# only a comment",
        "await f()\n[y async for y in z]",
        "\x0cx = 1",
        "if x:\n\ty = 1",
        "from __future__ import annotations\nx: int = 1",
        "s = '\u2028'\nx = s",
        "naïve = 'é'; naïve",
        "'\\d'",
    ],
)
def test_python_stays_as_it_is(source: str) -> None:
    found = program(source, "x")
    assert codes(found) == []
    assert found.cells[0].code == source


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("  x = 1\n  y = 2", "x = 1\ny = 2"),
        ("\n\nx", "x"),
        ("x\ry\r\nz", "x\ny\nz"),
        (">>> x = 1\n>>> for i in x:\n...     pass", "x = 1\nfor i in x:\n    pass"),
        ("In [1]: a\n   ...: b", "a\nb"),
    ],
)
def test_layout_is_taken_as_ipython_does(source: str, code: str) -> None:
    assert cell(source).code == code


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("x = 1\nprint 'a'", "NB102", 2),
        ("try:\n  x\nexcept E, e:\n  y", "NB102", 3),
        ("raise E, 'm'", "NB102", 1),
        ("x = (", "NB101", 1),
        ("%matplotlib inline\nx = = 1", "NB101", 2),
        ("return 1", "NB101", 1),
        ("x\nbreak", "NB101", 2),
        ("x = 1\ny = '\0'", "NB103", 2),
        ("x = '\ud800'", "NB103", 1),
        ("x = " + "(" * 5000, "NB101", 1),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_what_is_no_python_says_where(source: str, code: str, line: int) -> None:
    found = program(source, "x = 1")
    assert codes(found) == [code]
    assert found.diagnostics[0].span is not None
    assert (found.diagnostics[0].span.cell, found.diagnostics[0].span.line) == (1, line)
    assert [c.number for c in found.cells] == [2]


@pytest.mark.parametrize("sources", [(), ("",), ("# comment",), ("#| eval: false\nx",)])
def test_nothing_to_convert_is_an_error(sources: tuple[str, ...]) -> None:
    found = program(*sources)
    assert codes(found) == ["NB104"]
    assert found.diagnostics[0].severity == "error"


@pytest.mark.parametrize(
    ("source", "shows"),
    [
        ("x = 1", False),
        ("x;", False),
        ("x  ; # comment", False),
        ("x\n%timeit x", False),
        ("%prun x", False),
        ("%%capture\nx", False),
        ("!ls", False),
        ("x  # a; b", True),
        ("x;y", True),
        ("'é'.upper()", True),
        ("%time x", True),
        ("%%time\nx", True),
        ("%matplotlib inline\nx", True),
        ("%pwd", True),
    ],
)
def test_the_last_value_is_shown(source: str, shows: bool) -> None:
    assert cell(source).shows is shows
