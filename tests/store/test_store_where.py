"""Conditions: what they choose, and how a wrong one is answered."""

from __future__ import annotations

import pytest
from store_records import a_record
from where_cases import CHOOSES, ORDERS, chosen, fill

from converter.errors import UsageError
from converter.store.names import checked_columns
from converter.store.query import selected
from converter.store.store import RunStore


@pytest.fixture
def filled(store: RunStore) -> RunStore:
    return fill(store)


@pytest.mark.parametrize(("where", "ids"), CHOOSES)
def test_what_a_condition_chooses(filled: RunStore, where: str, ids: str) -> None:
    assert chosen(filled, where) == ids


@pytest.mark.parametrize(
    ("where", "words", "mark"),
    [
        ("  ", "is empty", 0),
        ("acuracy > 1", "no run has a 'acuracy'", 0),
        ("accuracy > 1 and seed == 1", "can mean more than one thing", 17),
        ("accuracy = 1", "cannot be read here", 9),
        ("accuracy > 1 && alpha > 1", "cannot be read here", 13),
        ("accuracy >", "cannot be read here", 10),
        ("accuracy > 'x'", "is a number, not text", 11),
        ("kind > 1", "is text, not a number", 7),
        ("status > 5", "is text, not a number", 9),
        ("flag > true", "neither greater nor less", 7),
        ("alpha.beta > 1", "is no name of a run", 0),
        ("f(alpha) > 1", "only names and values", 0),
        ("alpha + 1 > 2", "only names and values", 0),
        ("__import__('os').system('true')", "is no condition", 0),
        ("[x for x in (1,)]", "is no condition", 0),
        ("1 < 2", "compares two values", 0),
        ("1", "is no condition", 0),
        ("alpha", "and no condition", 0),
        ("tags == 'x'", "asked for with `in`", 0),
        ("'' in kind", "empty text", 0),
        ("alpha in 3", "is no list", 9),
        ("alpha == (1, 2)", "right of `in`", 9),
        ("alpha in (1, kind)", "plain values", 9),
        ("alpha is 3", "goes with None only", 9),
        ("None > alpha", "neither greater nor less", 0),
        ("started > 'tomorrow'", "is no time", 10),
        ("é > 1 and zz > 2", "no run has a 'é'", 0),
        ("kind == 'é' and zz > 2", "no run has a 'zz'", 16),
        ("kind == accuracy", "is text, 'accuracy' a number", 0),
        ("alpha == {1}", "only names and values", 9),
        ("alpha == b'x'", "only names and values", 9),
        ("(" * 5000 + "alpha", "", None),
        ("alpha > 1 and " * 1000, "longer than", None),
        ("alpha == 'x\0y'", "", None),
        ("lambda: alpha", "is no condition", 0),
        ("alpha := 3", "is no condition", 0),
    ],
)
def test_a_wrong_condition_is_pointed_at(
    filled: RunStore, where: str, words: str, mark: int | None
) -> None:
    with pytest.raises(UsageError, match="--where") as caught:
        chosen(filled, where)
    told = caught.value.message.splitlines()
    assert words in told[0]
    if mark is not None:
        assert told[-1].index("^") - 4 == mark, caught.value.message


@pytest.mark.parametrize(("sort", "ids"), ORDERS)
def test_the_order(filled: RunStore, sort: str, ids: str) -> None:
    found = filled.records(selected(filled, sort=sort))
    assert "".join(one.id for one in found) == ids


def test_limits_and_sweeps(filled: RunStore) -> None:
    assert [one.id for one in filled.records(selected(filled, limit=2))] == ["e", "d"]
    filled.put([a_record("f", sweep="2026-long"), a_record("g", sweep="2027-lost")])
    assert [chosen(filled, "", sweep=one) for one in ("s", "2026", "lost", "20", "%")] == [
        "b",
        "f",
        "g",
        "fg",
        "",
    ]


@pytest.mark.parametrize("name", ["nobody", "seed", "", "param.nobody"])
def test_a_wrong_column_or_order_is_refused(filled: RunStore, name: str) -> None:
    with pytest.raises(UsageError):
        checked_columns(filled, ["id", name])
