"""Lambdas that objects keep become functions: what holds one can be stored then."""

from __future__ import annotations

import pickle
import sys
import types

import pytest
from notebooks import flow_of

from converter.rewrite.serving.named_lambdas import named_lambdas

KEEP = """from collections import defaultdict
from functools import partial

def kept(part):
    return part

class Keeps:
    def __init__(self, *parts, **words):
        self.parts, self.words = parts, words

    def calls(self, x):
        return [part(x) for part in [*self.parts, *self.words.values()] if callable(part)]
"""
NAMED = {
    "called by its name": (
        "twice = lambda x: x * 2\nk = Keeps(abs)\nm = twice(3)", ["def twice(x):", "m = twice(3)"]
    ),
    "given by place": ("k = Keeps(lambda x: abs(x) + 1)", ["def function(x):", "k = Keeps(function)"]),
    "named by what it calls": ("k = Keeps(lambda x: abs(x))", ["def abs_of(x):", "Keeps(abs_of)"]),
    "named by the parameter": ("k = Keeps(tokenizer=lambda x: -x)", ["def tokenizer(x):", "tokenizer=tokenizer"]),
    "by the name of a builtin": ("k = Keeps(filter=lambda x: -x)", ["def filter_2(x):", "filter=filter_2"]),
    "two of one name": (
        "a = Keeps(f=lambda x: -x)\nk = Keeps(f=lambda x: x * 2)", ["def f(x):", "def f_2(x):", "f=f_2"]
    ),
    "in an object in an object": ("k = Keeps(('a', Keeps(lambda x: x)), lambda x: x + 1)", ["def function_2(x):"]),
    "in a list": ("k = Keeps(steps=[('a', lambda x: x), ('b', [1])])", ["def function(", "('a', function)"]),
    "with a default": ("n = 3\nk = Keeps(lambda x, n=n: x * n)\nn = 4", ["def function(x, n=n):"]),
    "on several lines": ("k = Keeps(lambda x: (\n    x +  # more\n    1\n))", ["return (\nx +  # more"]),
    "by a name": ("twice = lambda x: x * 2\nk = Keeps(twice)", ["def twice(x):"]),
    "a table's default": ("k = Keeps()\nk.words = {'a': defaultdict(lambda: 5).__missing__}", ["defaultdict(function)"]),
    "tables of tables": (
        "k = Keeps()\nk.words = {'a': defaultdict(lambda: defaultdict(lambda: 5)).__missing__}",
        ["def function():\n    return 5", "return defaultdict(function)", "defaultdict(defaultdict_of)"],
    ),
    "in a method": (
        "class Counts:\n    def __init__(self):\n        self.n = defaultdict(lambda: defaultdict(int))\n\n"
        "k = Keeps()\nk.words = {'a': Counts().n.__missing__}",
        ["def defaultdict_of():", "self.n = defaultdict(defaultdict_of)"],
    ),
    "a partial one": ("k = Keeps(partial(lambda x, y: x - y, y=2))", ["partial(function, y=2)"]),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMED)
def test_lambdas_that_objects_keep_are_named(case, monkeypatch):
    text, words = NAMED[case]
    program = named_lambdas(flow_of(KEEP, text))
    ran = []
    for cells in ((KEEP, text), [cell.code for cell in program.cells]):
        module = types.ModuleType("a_notebook")
        monkeypatch.setitem(sys.modules, "a_notebook", module)
        for code in cells:
            exec(compile(code, "cell", "exec"), module.__dict__)
        ran.append(module.k.calls(7))
    code = program.cells[1].code
    assert ran[0] == ran[1]
    assert all(word in code for word in words), code
    assert "lambda" not in code
    pickle.dumps(module.k.parts)
    assert len(program.cells[1].lines) == len(code.split("\n"))


LEFT = {
    "of a loop in the statement": "k = [Keeps(lambda x: x * n) for n in range(3)]",
    "of a lambda around it": "k = (lambda n: Keeps(lambda x: x * n))(3)",
    "that binds": "k = Keeps(lambda x: (y := x) + y)",
    "of a call that uses it": "k = sorted([3, 1], key=lambda x: -x)\nm = list(map(lambda x: x, k))",
    "by a name that no object keeps and nobody calls": "twice = lambda x: x * 2\nk = len([twice])",
    "of a method": "class Own:\n    def __init__(self, n):\n        self.k = Keeps(lambda x: x * n)\nk = Own(3).k",
    "of what a method imports": "class Own:\n    def f(self):\n        import math\n        return Keeps(lambda x: math.sin(x))",
    "in a function": "def f():\n    return Keeps(lambda x: x)\nk = f()",
}


@pytest.mark.parametrize("case", LEFT)
def test_other_lambdas_stay(case):
    flow = flow_of(KEEP, LEFT[case])
    assert named_lambdas(flow) is flow.program
