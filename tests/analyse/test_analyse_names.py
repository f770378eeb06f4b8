from __future__ import annotations

import ast

import pytest

from converter.syntax.names import names_of

pytestmark = pytest.mark.fast


def names(source: str):
    return names_of(*ast.parse(source).body)


@pytest.mark.parametrize(
    ("source", "binds", "reads", "late"),
    [
        ("pass", "", "", ""),
        ("x = y", "x", "y", ""),
        ("x += 1", "x", "x", ""),
        ("x: int = y", "x", "int y", ""),
        ("x: y", "", "y", ""),
        ("x = x", "x", "x", ""),
        ("x = 1; y = x", "x y", "", ""),
        ("a[i] = b", "", "a i b", ""),
        ("a.b = c", "", "a c", ""),
        ("(x, *y), z = w", "x y z", "w", ""),
        ("for i in xs: t = i", "i t", "xs", ""),
        ("[i for i in xs if i > k]", "", "xs k", ""),
        ("sum(i for i in xs if i > k)", "", "sum xs k", ""),
        ("g = (i for i in xs if i > k)", "g", "xs k", "k"),
        ("def f(a, b=d): return a + g", "f", "d", "g"),
        ("f = lambda a, b=d: a + g", "f", "d", "g"),
        ("def f():\n    global n\n    n += 1", "f", "", "n"),
        ("def f():\n    x = 1\n    def g(): return x + y\n    return g", "f", "", "y"),
        ("class A(B):\n    z = w\n    def m(self): return q", "A", "B w", "q"),
        ("import a.b, c as d", "a d", "", ""),
        ("from a import b as c", "c", "", ""),
        ("with open(p) as f: x = f", "f x", "open p", ""),
        ("(y := 1) + y", "y", "", ""),
        ("[y := i for i in xs]", "y", "xs", ""),
        ("del x", "", "x", ""),
        ("match v:\n    case [a, *b]: c = a", "a b c", "v", ""),
        ("try:\n    import q\nexcept ImportError as e:\n    q = None", "q e", "ImportError", ""),
        ("from __future__ import annotations", "", "", ""),
    ],
)
def test_names(source: str, binds: str, reads: str, late: str) -> None:
    found = names(source)
    assert found.binds == set(binds.split())
    assert found.reads == set(reads.split())
    assert found.late == set(late.split())


@pytest.mark.parametrize(
    ("source", "sure"),
    [
        ("if a: x = 1", ""),
        ("if a: x = 1\nelse: x = 2", "x"),
        ("if a: x = 1\nelse: raise E", "x"),
        ("for i in a: x = i", ""),
        ("try: x = 1\nexcept E: x = 2", "x"),
        ("try: x = 1\nexcept E: pass", ""),
        ("with a as b: x = 1", "b x"),
        ("with suppress(E): x = 1", ""),
        ("x = 1; del x", ""),
        ("a and (x := 1)", ""),
        ("match v:\n    case 1: x = 1\n    case _: x = 2", "x"),
        ("match v:\n    case 1: x = 1", ""),
    ],
)
def test_what_is_surely_bound(source: str, sure: str) -> None:
    found = names(source)
    assert found.sure & found.binds == set(sure.split())


def test_a_global_that_a_function_assigns() -> None:
    assert names("def f():\n    global n\n    n = 1").assigns_late == {"n"}
    assert names("def f():\n    n = 1").assigns_late == set()


def test_a_read_that_handles_a_name_error_is_a_wish() -> None:
    found = names("try:\n    x\nexcept NameError:\n    x = 1")
    assert "x" not in found.reads
    assert "x" in found.late
