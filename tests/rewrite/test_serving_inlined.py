"""Calls of straight functions written out do what the calls did."""

from __future__ import annotations

import pytest
from notebooks import flow_of

from converter.analyse.dataflow import dataflow_of
from converter.rewrite.serving.inlined import DEEPEST, inlined

CLEAN = """
def clean(df, least=0):
    '''Fill the gaps.'''
    df = dict(df)
    # as the others
    df["a"] = df["a"] or sum(df["b"]) + least
    return df
"""
# Cells; what must stand in the program then; names whose values are compared.
WRITTEN_OUT = {
    "the frame's own name": ((CLEAN, "df = {'a': 0, 'b': [1, 2]}\ndf = clean(df)"), "df = dict(df)", "df"),
    "another name": (
        (CLEAN, "raw = {'a': 0, 'b': [1, 2]}\ndone = clean(raw, least=5)"),
        "done = dict(done)\n# as the others",
        "raw done",
    ),
    "two calls": (
        (CLEAN, "one = clean({'a': 0, 'b': [1]})\ntwo = clean({'a': 3, 'b': [1]}, 2)\nthree = [one, two]"),
        "two = dict(two)",
        "one two three",
    ),
    "in place": (("def fill(rows):\n    rows.append(1)\n    rows[0] += 1\n", "xs = [4]\nfill(xs)"), "xs.append(1)", "xs"),
    "several answers": (
        ("def split(rows, at):\n    return rows[:at], rows[at:]\n", "few, most = split([1, 2, 3], 1)"),
        "few, most = (",
        "few most",
    ),
    "parts of frames": (
        ("def both(a):\n    b = a + 1\n    return b, a\n", "one, two = {}, {}\none['x'], two['x'] = both(3)"),
        "one['x'], two['x'] = (b, 3)",
        "one two",
    ),
    "several names": (
        ("def parts(rows):\n    a = rows[:1]\n    b = rows[1:]\n    return a, b\n", "a = 0\nx, y = parts([1, 2])"),
        "x = rows[:1]",
        "a x y",
    ),
    "names that the notebook has": (
        ("def f(n):\n    total = n + 1\n    return total * 2\n", "total = 10\nz = f(total)"),
        "total_ = total + 1",
        "total z",
    ),
    "a loop and a branch": (
        ("def f(xs):\n    s = 0\n    for x in xs:\n        if x:\n            s += x\n    return s\n", "y = f([1, 0, 2])"),
        "y += x",
        "y",
    ),
    "branches that no round takes": (
        (
            "def code(rows, table=None, fit=True):\n    rows = dict(rows)\n    if fit:\n        table = {}\n"
            "    for c in ['a', 'b']:\n        # each column\n        if fit:\n            table[c] = rows[c]\n"
            "            rows[c] = 0\n        else:\n            rows[c] = rows[c] - table[c]\n    return rows, table\n",
            "one, seen = code({'a': 1, 'b': 2})",
            "two, _ = code({'a': 4, 'b': 7}, seen, fit=False)",
        ),
        "    # each column\n    two[c_] = two[c_] - seen[c_]\n",
        "one two seen",
    ),
    "branches in the line of their test": (
        (
            "def code(rows, fit=True):\n    rows = dict(rows)\n    if fit: rows['a'] = 1; rows['b'] = 2\n"
            "    else: rows['a'] = 'ä'\n    for c in 'ab':\n        if fit: continue\n        rows[c + c] = 1\n"
            "    return rows\n",
            "one = code({})",
            "two = code({'b': 3}, fit=False)",
        ),
        "two['a'] = 'ä'\nfor c_ in 'ab':\n    two[c_ + c_] = 1",
        "one two",
    ),
    "functions that call functions": (
        (
            CLEAN,
            "def run(path):\n    import math\n    t = clean({'a': 0, 'b': [1]})\n    return t['a'] + math.floor(path)\n",
            "def main():\n    global_free = run(2.5)\n    print(global_free)\n    return global_free\n",
            "if __name__ == '__main__':\n    main()\nanswer = run(1.5)",
        ),
        "import math",
        "answer",
    ),
    "a branch that each call decides": (
        (
            "def scaled(xs, most=None, *, train=False):\n    if most is None:\n        most = max(xs)\n"
            "    if not train:\n        xs = [x for x in xs if x]\n    elif len(xs) > 1:\n        xs = xs[1:]\n"
            "    return [x / most for x in xs], most\n",
            "a, top = scaled([1, 4, 2], train=True)\nb, _ = scaled([0, 8], top)",
        ),
        "most = max(xs)\nif len(xs) > 1:\n    xs = xs[1:]\na, top",
        "a b top",
    ),
    "a way out that a call does not take": (
        ("def f(xs, how):\n    if how == 'sum':\n        return sum(xs)\n    xs = xs[1:]\n    return xs\n",
         "a = f([1, 2], 'sum')\nb = f([1, 2], 'rest')"),
        "a = sum(xs)", "a b",
    ),
    "nothing returned": (("def f(x):\n    x.append(2)\n", "xs = []\nnone = f(xs)"), "none = None", "xs none"),
    "a text with a value in it": (
        ("def f(name, n=1):\n    return f'{name}: {n}'\n", "n = 0\nt = f('x')"),
        "name = 'x'",
        "n t",
    ),
    "what it reads is what it would bind": (
        ("def f():\n    t = z\n    return t + z\n", "z = 1\nz = f()"),
        "z = t + z",
        "z",
    ),
    "one name for two parameters": (
        ("def f(x, y):\n    x = x + 1\n    x = x * y\n    return x\n", "a = 3\na = f(a, a)\nb = f(y=a, x=2)"),
        "x = x * a",
        "a b",
    ),
    "what another function reads": (
        ("def g():\n    return z\n", "def f(z):\n    z = z + 1\n    z = z + g()\n    return z\n", "z = 1\nz = f(z)"),
        "z_ = z_ + 1",
        "z",
    ),
    "what a parameter shares a name with": (
        ("def f(a, b):\n    a = a + b\n    return a\n", "a, b = 1, 2\nb = f(b, a)\nc = f(a, b)"),
        "b = ",
        "a b c",
    ),
}


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_calls_are_written_out(name: str) -> None:
    cells, words, compared = WRITTEN_OUT[name]
    flow = flow_of(*cells)
    plain: dict[str, object] = {"print": lambda *_: None, "__name__": "__main__"}
    for cell in flow.program.cells:
        exec(cell.code, plain)
    for _ in range(DEEPEST):
        program = inlined(flow)
        if program is None:
            break
        flow = dataflow_of(program)
        made: dict[str, object] = {"print": lambda *_: None, "__name__": "__main__"}
        for cell in program.cells:
            exec(compile(cell.code, "cell", "exec"), made)
        assert {each: made[each] for each in compared.split()} == {
            each: plain[each] for each in compared.split()
        }
    assert words in "\n".join(cell.code for cell in flow.program.cells)


LEFT_ALONE = {
    "a way out": "def f(x):\n    if x:\n        return 1\n    return 2\nz = 3\n#--\ny = f(z)",
    "a way out for what may be None": "def f(x):\n    if x is None:\n        return 1\n    return 2\nz = None\n#--\ny = f(z)",
    "made anew": "def f(x):\n    return x\nf = f\n#--\ny = f(3)",
    "a decorator": "import functools\n@functools.cache\ndef f(x):\n    return x\n#--\ny = f(3)",
    "a global": "def f(x):\n    global z\n    z = x\n#--\nf(3)",
    "many arguments": "def f(*xs):\n    return xs\n#--\ny = f(3)",
    "unpacked arguments": "def f(x):\n    return x\nxs = [1]\n#--\ny = f(*xs)",
    "a default that is computed": "def f(x=[]):\n    return x\n#--\ny = f()",
    "an unknown argument": "def f(x):\n    return x\n#--\ny = f(z=3)",
    "an argument twice": "def f(x):\n    return x\n#--\ny = f(3, x=3)",
    "a missing argument": "def f(x, *, k):\n    return x\n#--\ny = f(3)",
    "a generator": "def f(x):\n    yield x\n#--\ny = f(3)",
    "an inner function": "def f(x):\n    def g():\n        return x\n    return g()\n#--\ny = f(3)",
    "names in a text": "def f(df, least):\n    return df.query('a > @least')\ndf = 1\n#--\ny = f(df, 3)",
    "part of a statement": "def f(x):\n    return x\n#--\ny = f(3) + 1",
    "a name of a lambda": "def f(xs):\n    x = 2\n    return [g(1) for g in [lambda x: x]]\nx = 1\n#--\ny = f([])",
    "called often": "def f(x):\n    return x\n#--\n" + "\n".join(f"y{n} = f({n})" for n in range(9)),
    "a line of its own": "def f(x): return x\n#--\ny = f(3)",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_calls_stay(name: str) -> None:
    assert inlined(flow_of(*LEFT_ALONE[name].split("\n#--\n"))) is None
