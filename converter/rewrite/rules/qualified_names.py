"""A dataclass that stays in a stage keeps the name that its text form begins with: `Config(...)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.scopes import FUNCTIONS
from converter.syntax.text import Edit

CODE = "RW118"
KEEPS = [
    "class A:\n    x: int = 1\n",
    "@dataclass(repr=False)\nclass A:\n    x: int = 1\n",
    '@dataclass\nclass A:\n    __qualname__ = "B"\n',
]
CHANGES = [
    (
        "@dataclass\nclass A:\n    x: int = n\n",
        '@dataclass\nclass A:\n    __qualname__ = "A"\n    x: int = n\n',
    ),
    (
        '@dataclasses.dataclass(order=True)\nclass A(B):\n    """What it is."""\n\n    x: int = n\n',
        '@dataclasses.dataclass(order=True)\nclass A(B):\n    """What it is."""\n\n'
        '    __qualname__ = "A"\n    x: int = n\n',
    ),
    ("@dataclass\nclass A: x: int = n\n", '@dataclass\nclass A: __qualname__ = "A"; x: int = n\n'),
    (
        "@dataclass\nclass A:\n    @property\n    def b(self):\n        return n\n",
        '@dataclass\nclass A:\n    __qualname__ = "A"\n    @property\n    def b(self):\n        return n\n',
    ),
    (
        "class A:\n    @dataclass\n    class B:\n        x: int = n\n",
        'class A:\n    @dataclass\n    class B:\n        __qualname__ = "A.B"\n        x: int = n\n',
    ),
    (
        "def made():\n    @dataclass\n    class B:\n        x: int = n\n    return B\n",
        'def made():\n    @dataclass\n    class B:\n        __qualname__ = "made.<locals>.B"\n'
        "        x: int = n\n    return B\n",
    ),
]


def edits(body: Body) -> Iterator[Edit]:
    """The class is named in its body, because in a function it would be `stage.<locals>.Config`."""
    decisions = body.decisions
    if decisions.literal or body.statement.order in decisions.movable:
        return
    for node, name in _dataclasses(body.tree, ""):
        first = node.body[0]
        if ast.get_docstring(node, clean=False) is not None:
            if len(node.body) == 1:
                continue  # without fields there is nothing to show
            first = node.body[1]
        start = _beginning(first, body)
        indent = body.text[body.text.rfind("\n", 0, start) + 1 : start]
        gap = "; " if indent.strip() else f"\n{indent}"
        yield Edit(start, start, f'__qualname__ = "{name}"{gap}')


def _beginning(statement: ast.stmt, body: Body) -> int:
    """Where `statement` begins, with its decorators."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    if not decorators:
        return body.offsets.start(statement)
    return body.text.rindex("@", 0, body.offsets.start(decorators[0]))


def _dataclasses(node: ast.AST, around: str) -> Iterator[tuple[ast.ClassDef, str]]:
    """The dataclasses in `node` that show themselves, and what the notebook calls each."""
    inside = around
    if isinstance(node, ast.ClassDef):
        if any(map(_makes_dataclass, node.decorator_list)) and not _is_named(node):
            yield node, around + node.name
        inside = f"{around}{node.name}."
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inside = f"{around}{node.name}.<locals>."
    elif isinstance(node, FUNCTIONS):
        return
    for child in ast.iter_child_nodes(node):
        yield from _dataclasses(child, inside)


def _makes_dataclass(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=called, keywords=keywords):
            return _makes_dataclass(called) and all(each.arg != "repr" for each in keywords)
        case ast.Name(id="dataclass") | ast.Attribute(attr="dataclass"):
            return True
    return False


def _is_named(node: ast.ClassDef) -> bool:
    return any(
        isinstance(part, ast.Name) and part.id == "__qualname__"
        for each in node.body
        for part in ast.walk(each)
    )
