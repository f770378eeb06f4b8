"""Several literals in one assignment, written one by one."""

from __future__ import annotations

import pytest
from parse_programs import cell

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("n, rate = 5, 0.1  # how often", "n = 5; rate = 0.1  # how often"),
        ("x = f(); [a, ü] = ('é;', -1 / 252)", "x = f(); a = 'é;'; ü = -1 / 252"),
        ("S, K = 100, 105;", "S = 100; K = 105;"),
    ],
)
def test_literals_are_apart(written: str, read: str) -> None:
    assert cell(written).code == read


@pytest.mark.parametrize(
    "written",
    [
        "a, b = b, a",
        "x, y = [], []",
        "a, b = 'xy'",
        "a, *b = 1, 2",
        "a, a = 1, 2",
        "a, b = c = 1, 2",
        "a, (b, c) = 1, (2, 3)",
        "d.x, b = 1, 2",
        "a, b = (1,\n  2)",
        "if x:\n    a, b = 1, 2",
        "a, b = f'{x}', 1",
    ],
)
def test_everything_else_stays_as_it_is(written: str) -> None:
    assert cell(written).code == written
