"""Functions that are defined again: which versions get names of their own."""

from __future__ import annotations

import pytest
from notebooks import plan_for

pytestmark = pytest.mark.fast
FIRST, SECOND = "def clean(x):\n    return x", "def clean(x):\n    return x + 1"


def definitions(*cells: str) -> list[str]:
    return [each.name for each in plan_for(*cells).definitions]


@pytest.mark.parametrize(
    ("use", "names"),
    [
        ("a = clean(1)", ["clean_1", "clean"]),
        ("a = df.apply(clean)", ["clean_1", "clean"]),
        ("a = sorted(df, key=clean)", ["clean_1", "clean"]),
        ("a = {k: clean(k) for k in df}", ["clean_1", "clean"]),
        ("a = clean", []),
        ("a = strange(clean)", []),
        ("a = [clean]", []),
        ("a = df.agg([clean])", []),
        ("a = clean.__name__", []),
        ("a = lambda: clean(1)", []),
    ],
)
def test_versions_are_told_apart_where_nobody_asks_for_the_name(use: str, names: list[str]) -> None:
    assert definitions("df = input_of()", FIRST, use, SECOND, use.replace("a =", "b =")) == names
