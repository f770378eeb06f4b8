"""Runs, conditions and orders that every kind of store must treat alike."""

from __future__ import annotations

import math

from store_records import a_record

from converter.store.query import selected
from converter.store.store import RunStore


def fill(store: RunStore) -> RunStore:
    """Runs a to e; d has no accuracy, e a text where the others have a number."""
    store.put(
        [
            a_record(
                "a",
                started=1.0,
                seconds=5.0,
                parameters={"alpha": 0.5, "kind": "rbf", "flag": True},
                metrics={"accuracy": 0.9, "test/acc": 1, "seed": 1},
                tags=("base",),
            ),
            a_record(
                "b",
                started=2.0,
                parameters={"alpha": 1, "kind": "linear", "flag": False, "seed": 2},
                metrics={"accuracy": 0.95},
                sweep="s",
                point=1,
            ),
            a_record(
                "c",
                started=3.0,
                name="Other.ipynb",
                status="failed",
                parameters={"alpha": 2.5, "kind": "rbf", "beta": None},
                metrics={"accuracy": math.nan},
            ),
            a_record("d", started=4.0, parameters={"alpha": -1, "layers": [1, 2]}),
            a_record("e", started=1.5e9, parameters={"alpha": "auto"}, metrics={"accuracy": 2}),
        ]
    )
    return store


def chosen(store: RunStore, where: str, **more: str) -> str:
    """The ids, in one word, oldest first."""
    found = store.records(selected(store, where=where, **more))
    return "".join(sorted(one.id for one in found))


CHOOSES = [
    ("accuracy > 0.9", "be"),
    ("accuracy >= 0.9 and alpha < 1", "a"),
    ("accuracy > 0.9 or alpha == 2.5", "bce"),
    ("not accuracy > 0.9", "ac"),
    ("0.9 < accuracy", "be"),
    ("0 < alpha <= 1", "ab"),
    ("alpha == 1", "b"),
    ("alpha == 1.0", "b"),
    ("alpha != 1", "acde"),
    ("alpha == 'auto'", "e"),
    ("alpha > 'a'", "e"),
    ("alpha in (0.5, 2.5, 'auto')", "ace"),
    ("alpha not in (0.5, 2.5)", "bde"),
    ("kind == 'rbf'", "ac"),
    ("kind != 'rbf'", "b"),
    ("flag", "a"),
    ("not flag", "b"),
    ("flag == false", "b"),
    ("accuracy is None", "d"),
    ("accuracy is not None and status == 'complete'", "abe"),
    ("beta is None", "abcde"),
    ("accuracy == nan", "c"),
    ("accuracy != nan", "abe"),
    ("accuracy != 0.9", "bce"),
    ("alpha > -inf", "abcd"),
    ('metric["test/acc"] == 1', "a"),
    ("metric.seed == 1", "a"),
    ("param.seed == 2", "b"),
    ("'base' in tags", "a"),
    ("'nobody' in tags", ""),
    ("'churn' in name", "abde"),
    ("'Churn' in name", ""),
    ("'b' in kind", "ac"),
    ("status == 'failed'", "c"),
    ("run.sweep == 's' and point == 1", "b"),
    ("started > '2001-01-01'", "e"),
    ("started < '2001-01-01T00:00:00Z'", "abcd"),
    ("seconds > 4", "a"),
    ("accuracy > alpha", "a"),
    ("(alpha > 1)", "c"),
    ("  alpha\n > 1 ", "c"),
    ("kind == \"it's\"", ""),
]

ORDERS = [
    ("", "edcba"),
    ("started", "abcde"),
    ("alpha", "dabce"),
    ("-alpha", "cbade"),
    ("accuracy", "abecd"),
    ("-accuracy", "ebacd"),
    ('metric["test/acc"]', "aedcb"),
    ("-kind", "cabed"),
]
