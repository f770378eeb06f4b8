"""Ranges to search, from text."""

from __future__ import annotations

import pytest

from converter.errors import UsageError
from converter.search.hyperparameters import ARGUMENTS, OF_CLASS
from converter.search.space import Choices, Numbers, declared_in, range_of

pytestmark = pytest.mark.fast
FLOAT, INT, TEXT = {"float"}, {"int"}, {"str"}


@pytest.mark.parametrize(
    ("text", "words", "range"),
    [
        ("float(1e-4,1,log)", FLOAT, Numbers(1e-4, 1, whole=False, log=True)),
        ("float(1e-4, log, 1)", FLOAT, Numbers(1e-4, 1, whole=False, log=True)),
        ("float(0, 1, 0.25)", FLOAT, Numbers(0, 1, whole=False, step=0.25)),
        ("int(2,12)", INT, Numbers(2, 12, whole=True)),
        ("int (2, 12, 2)", INT, Numbers(2, 12, whole=True, step=2)),
        ("int(1,1000,log)", INT, Numbers(1, 1000, whole=True, log=True)),
        ("int(2,12)", FLOAT, Numbers(2, 12, whole=True)),
        ("2..12", INT, Numbers(2, 12, whole=True)),
        ("2..12", FLOAT, Numbers(2, 12, whole=False)),
        ("1e-4..1 log", FLOAT, Numbers(1e-4, 1, whole=False, log=True)),
        ("-1 .. 1 .. 0.5", FLOAT, Numbers(-1, 1, whole=False, step=0.5)),
        ("0.5..1.0", set(), Numbers(0.5, 1, whole=False)),
        ("choice(a, 'b')", TEXT, Choices(("a", "b"))),
        ("rbf, linear", TEXT, Choices(("rbf", "linear"))),
        ('["a,b", "c"]', TEXT, Choices(("a,b", "c"))),
        ("choice([[1], [1, 2]])", {"list"}, Choices(([1], [1, 2]))),
        ("1, 5, 25", INT, Choices(("1", "5", "25"))),
    ],
)
def test_ranges(text: str, words: set[str], range: object) -> None:
    assert range_of("x", text, words) == range


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("", FLOAT, "no range"),
        ("wide", FLOAT, "no range"),
        ("float(1)", FLOAT, "lowest and a highest"),
        ("float(1,2,3,4)", FLOAT, "lowest and a highest"),
        ("float(a,b)", FLOAT, "no range of numbers"),
        ("float(0,inf)", FLOAT, "no range of numbers"),
        ("float(nan,1)", FLOAT, "no range of numbers"),
        ("float(0,1e999)", FLOAT, "no range of numbers"),
        ("float(2,1)", FLOAT, "not below"),
        ("float(0,1,log)", FLOAT, "above 0"),
        ("float(0.1,1,0.1,log)", FLOAT, "no step"),
        ("float(0,1,3)", FLOAT, "do not fit between"),
        ("float(0,1,-1)", FLOAT, "do not fit between"),
        ("float(0,1)", INT, "fractions do not fit its type"),
        ("int(1.5,3)", INT, "whole limits"),
        ("int(1,3)", TEXT, "numbers do not fit its type"),
        ("1..3", TEXT, "do not fit its type"),
        ("choice()", TEXT, "empty"),
        ("choice(a,,b)", TEXT, "empty"),
        ("[]", TEXT, "empty"),
        ("[1, 2", TEXT, "no JSON list"),
        ("__import__('os')", TEXT, "no range"),
    ],
)
def test_what_is_no_range(text: str, words: set[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        range_of("x", text, words)


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        ("", ""),
        ("research: 1..2", ""),
        ("search: 1e-4..1 log", "1e-4..1 log"),
        ("the kernel; search: rbf, linear; see below", "rbf, linear"),
    ],
)
def test_ranges_in_comments(comment: str, text: str) -> None:
    assert declared_in(comment) == text


@pytest.mark.parametrize("text", [*ARGUMENTS.values(), *filter(None, OF_CLASS.values())])
def test_every_range_of_the_tables_can_be_read(text: str) -> None:
    range_of("x", text, frozenset())
