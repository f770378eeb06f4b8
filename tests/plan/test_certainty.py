"""What a statement is certain to read, and what a loop that runs is certain to bind."""

from __future__ import annotations

import ast

import pytest

from converter.plan.certainty import bound_by_loop, surely_read

READS = [
    ("print(a, b)", "print a b"),
    ("del a", "a"),
    ("a += b", "a b"),
    ("x = a if b else c", "b"),
    ("x = a and b", "a"),
    ("x = a < b < c", "a b"),
    ("x = [a for b in c]", "c"),
    ("x = lambda y=a: b", "a"),
    ("if a:\n    print(b)", "a"),
    ("while a:\n    b", "a"),
    ("for x in a:\n    b", "a"),
    ("with a as x:\n    b", "a b"),
    ("with suppress(a):\n    b", "suppress a"),
    ("try:\n    a\nexcept NameError:\n    b", ""),
    ("try:\n    a\nexcept ValueError:\n    b", "a"),
    ("try:\n    a\n    raise b\n    c\nfinally:\n    d", "a b"),
    ("@a\ndef f(x=b):\n    return c", "a"),
    ("match a:\n    case 1:\n        b", "a"),
]


@pytest.mark.parametrize(("text", "names"), READS)
def test_what_is_surely_read(text: str, names: str) -> None:
    assert surely_read(ast.parse(text).body[0]) == set(names.split())


LOOPS = [
    ("for x in [1, 2]:\n    y = x", "x y"),
    ("for x in []:\n    y = x", ""),
    ("for x in [*a]:\n    y = x", ""),
    ("for x in a:\n    y = x", ""),
    ("for i, x in enumerate('ab'):\n    y = x", "i x y"),
    ("for x in range(3):\n    if x:\n        y = 1\n    else:\n        y = z = 2", "x y"),
    ("for x in range(0):\n    y = 1", ""),
    ("for x in range(0, 9, 0):\n    y = 1", ""),
    ("for x in range(n):\n    y = 1", ""),
    ("for x in range(3):\n    if x:\n        continue\n    y = 1", "x"),
    ("for k, v in {'a': 1}.items():\n    y = 1", "k v y"),
    ("for a, b in zip([1], c):\n    y = 1", ""),
    ("for a, b in zip([1], (2,)):\n    y = 1", "a b y"),
    ("while True:\n    y = 1\n    break", ""),
]


@pytest.mark.parametrize(("text", "names"), LOOPS)
def test_what_a_loop_surely_binds(text: str, names: str) -> None:
    assert bound_by_loop(ast.parse(text).body[0]) == set(names.split())
