"""Code that lists the notebook's whole namespace, where IPython has put names of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic
from converter.syntax.reflection import NAMESPACE

_LISTING = frozenset(
    "all any dict enumerate filter frozenset iter len list map print set sorted str sum tuple zip".split()
)
_VIEWS = frozenset({"copy", "items", "keys", "values"})
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def listings(statements: Iterable[Statement], bound: frozenset[str]) -> Iterator[Diagnostic]:
    """Warnings for `globals()`, `dir()` and the like where what they hold is gone through.

    Looking a name up in them (`x in globals()`, `vars()["x"]`) is another matter: it finds the
    same in a project.
    """
    for statement in statements:
        for name in dict.fromkeys(_listed(statement.node, NAMESPACE - bound)):
            yield Diagnostic(
                "NB604",
                "warning",
                f"{name}() is gone through name by name; IPython's own names (In, Out, _i1 …) are "
                "among them in the notebook, and not in the project",
                "list the names that are meant: `for name in ('a', 'b'): …`",
                statement.span,
            )


def _listed(node: ast.AST, names: frozenset[str]) -> Iterator[str]:
    """The calls under `node` whose whole answer is used; a function's own locals do not count."""
    if isinstance(node, _SCOPES):
        names = names & {"globals"}
    for held in _gone_through(node):
        match held:
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) | ast.Call(
                func=ast.Attribute(
                    value=ast.Call(func=ast.Name(id=name), args=[], keywords=[]), attr=_
                ),
                args=[],
            ) if (
                name in names
            ):
                yield name
    for child in ast.iter_child_nodes(node):
        yield from _listed(child, names)


def _gone_through(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.For(iter=held) | ast.comprehension(iter=held) | ast.Starred(value=held):
            yield held
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in _LISTING:
            yield from arguments
        case ast.Call(func=ast.Attribute(attr=name), args=[]) if name in _VIEWS:
            yield node
        case ast.Assign(value=ast.Call(func=ast.Name(id="dir")) as held):
            yield held
