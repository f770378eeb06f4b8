"""Arguments that are one list each, by what a function does with them."""

from __future__ import annotations

import ast

import pytest

from converter.plan.whole_lists import whole_lists

WHOLE = {
    "looked up": "def f(basket):\n    return [x for x in ITEMS if x not in basket]",
    "given to isin": "def f(basket):\n    return rules[rules['if'].isin(basket)].then.tolist()",
    "made a set": "def f(basket, most=3):\n    have = set(basket)\n    return best(have)[:most]",
    "compared with a set": "def f(basket):\n    return [r for r in RULES if r.left.issubset(basket)]",
}
ROWS = {
    "gone through": "def f(texts):\n    return [clean(text) for text in texts]",
    "given on": "def f(texts):\n    return model.predict(vectors.transform(texts))",
    "something else is looked up": "def f(texts):\n    return [t for t in texts if t in KNOWN]",
    "made anew": "def f(texts):\n    texts = set(texts)\n    return [t in texts for t in KNOWN]",
}


@pytest.mark.parametrize("name", ROWS)
def test_what_may_be_rows_is_no_whole_list(name):
    assert whole_lists(ast.parse(ROWS[name]).body[0]) == []


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_asked_whether_it_has_something_is_a_whole_list(name):
    assert whole_lists(ast.parse(WHOLE[name]).body[0]) == ["basket"]


def test_what_is_no_function_has_none():
    assert whole_lists(ast.parse("basket = set(items)").body[0]) == []
