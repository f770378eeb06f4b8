"""`names_of` agrees with the compiler's symbol table and with the bytecode.

Where they differ, and why:
- `x += 1`: the symbol table knows no read of `x`; we and the bytecode do.
- `del x`: the symbol table counts it as a binding; for us it is a read and a deletion, the bytecode
  has a deletion only. `except ... as e` deletes `e` in the bytecode.
- Class bodies: what a body binds is its own; a name that it binds *and* reads (`a = a`) is read from
  outside for us where it comes first, and not for the oracles, which do not know the order.
- `a: int` makes the compiler use `__annotations__`; a bare annotation binds nothing for us and the
  bytecode, but the symbol table lists it as assigned.
- The bytecode has no code that can never run (`a if 1 % 2 else b`): it cannot tell what is too much.
- A read of what the same code surely bound before is no read from outside for us. The oracles
  count it, so: reads of ours are theirs, and theirs are ours or bound in the same code.
"""

from __future__ import annotations

import ast

import pytest
from drawn_notebooks import notebooks
from hypothesis import given
from name_oracles import Told, by_bytecode, by_symtable

from converter.syntax.names import names_of

WRITTEN = {
    "nothing": "pass",
    "assignment": "x = y",
    "to itself": "x = x",
    "to a part": "x.a = y[z] = w",
    "starred": "a, (b, *c) = d",
    "walrus": "print(a := b)",
    "walrus in comprehension": "[last := x for x in xs]",
    "comprehension target hides": "[x for x in x]",
    "nested comprehension": "[y for x in xs for y in x if y > z]",
    "dict comprehension": "{k: v for k, v in pairs.items() if k in keep}",
    "generator": "g = (x + a for x in b)",
    "lambda": "f = lambda x, k=a: x + k + b",
    "function": "def f(x, *xs, k=a, **o) -> r:\n    y = x + b\n    return y",
    "decorated": "@d\ndef f(x: t): return f(x)",
    "nested function": "def f():\n    a = 1\n    def g():\n        return a + b\n    return g",
    "nonlocal": "def f():\n    a = 1\n    def g():\n        nonlocal a\n        a += b\n    return g",
    "global": "def f():\n    global a\n    a = b",
    "global read": "def f():\n    global a\n    return a",
    "local import": "def f():\n    import os\n    return os.path",
    "class": "class C(B, metaclass=M):\n    k = a\n    def m(self):\n        return k + b",
    "class in function": "def f():\n    class C:\n        k = a\n    return C",
    "class hides nothing": "class C:\n    a = 1\n    xs = [a for _ in b]",
    "imports": "import a.b, c as d\nfrom e import f as g, h",
    "for": "for i, x in xs:\n    s = i\nelse:\n    t = u",
    "while": "while n:\n    n = m\n    break",
    "with": "with open(p) as f, g as (h, i):\n    t = f",
    "try": "try:\n    a = b\nexcept (E, F):\n    c = d\nelse:\n    e = g\nfinally:\n    h = i",
    "match": "match s:\n    case C(x=1, y=[a, *b]) if d: e = a\n    case {'k': v, **rest}: pass\n    case _: pass",
    "match value": "match s:\n    case m.K | 3: pass",
    "f-string": "s = f'{a!r:>{w}} {b + c=}'",
    "await": "async def f():\n    async for x in a:\n        await b(x)",
    "subscript": "d[k] = v\nd[i:j] += w",
    "conditional": "x = a if b else c",
    "chained": "a < b < c",
    "assert": "assert a, b",
    "raise": "raise E from c",
    "slices": "x[a:b:c, ...]",
    "string annotation": "x: 'A' = b",
}


def check(code: str) -> None:
    """Fail where `names_of` and an oracle differ without a reason."""
    tree = ast.parse(code)
    names = names_of(*tree.body)
    ours = names.reads | names.late
    bound = names.binds | names.assigns_late
    symbols = by_symtable(code)
    assert bound <= symbols.binds, "a binding too many"
    reads = augmented(tree) | deleted(tree)
    assert ours - symbols.reads <= reads | class_names(tree), "a read too many"
    for told in (symbols, by_bytecode(code)):
        assert told.binds - bound <= deleted(tree) | annotated(tree), "a binding is missed"
        assert told.reads - ours <= names.binds | class_names(tree), "a read is missed"


def by_each(tree: ast.AST, kind: type[ast.AST], field: str) -> set[str]:
    """Names under `field` of the nodes of one kind."""
    return {
        part.id
        for node in ast.walk(tree)
        if isinstance(node, kind)
        for top in _listed(getattr(node, field))
        for part in ast.walk(top)
        if isinstance(part, ast.Name)
    }


def _listed(value: object) -> list[ast.AST]:
    parts = value if isinstance(value, list) else [value]
    return [each for each in parts if isinstance(each, ast.AST)]


def augmented(tree: ast.AST) -> set[str]:
    return by_each(tree, ast.AugAssign, "target")


def deleted(tree: ast.AST) -> set[str]:
    return by_each(tree, ast.Delete, "targets")


def annotated(tree: ast.AST) -> set[str]:
    return by_each(tree, ast.AnnAssign, "target")


def class_names(tree: ast.AST) -> set[str]:
    """Names that class bodies bind and may also read."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {name for body in bodies for name in names_of(*body).binds}


@pytest.mark.parametrize("code", WRITTEN.values(), ids=WRITTEN.keys())
def test_written_code(code: str) -> None:
    check(code)


@given(notebooks())
def test_drawn_cells(cells: list[str]) -> None:
    for cell in cells:
        if not cell.startswith("#!"):
            check(cell)
            for statement in ast.parse(cell).body:
                check(ast.unparse(statement))


@pytest.mark.parametrize(
    ("code", "reads", "binds", "deletes"),
    [
        ("x += 1", {"x"}, {"x"}, set()),
        ("del x", {"x"}, set(), {"x"}),
        ("class C:\n    a = a", {"a"}, {"C"}, set()),
        ("a: int", {"int"}, set(), set()),
        ("try: pass\nexcept E as e: e", {"E"}, {"e"}, {"e"}),
    ],
)
def test_the_exceptions(code: str, reads: set[str], binds: set[str], deletes: set[str]) -> None:
    names = names_of(*ast.parse(code).body)
    assert (names.reads, names.binds, names.deletes) == (reads, binds, deletes)


def test_the_oracles_differ_as_told() -> None:
    assert "x" not in by_symtable("x += 1").reads
    assert "x" in by_bytecode("x += 1").reads
    assert by_symtable("del x").binds == {"x"}
    assert by_bytecode("del x") == Told(frozenset(), frozenset(), frozenset({"x"}))
    assert by_symtable("a: int").binds == {"a"}
    assert by_bytecode("a: int").binds == frozenset()
    assert by_bytecode("class C:\n    a = a").reads == frozenset()
