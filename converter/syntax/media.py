"""What wraps a value only so that the notebook shows it in another form: `HTML`, `Markdown`, ..."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

# Built-in in a kernel, or imported from IPython.display.
SHOWING = frozenset({"display"})
MEDIA = frozenset("HTML Markdown Latex Math JSON Pretty SVG Image".split())
MODULES = ("IPython.display", "IPython.core.display")


def media_names(trees: Iterable[ast.AST]) -> frozenset[str]:
    """Names that imports from IPython's display bind, and that nothing else does."""
    bound = list(_bindings(trees))
    others = {name for name, shows in bound if not shows}
    return frozenset(name for name, shows in bound if shows and name not in others)


def own_names(trees: Iterable[ast.AST]) -> frozenset[str]:
    """Those names of IPython's display that the notebook gives a meaning of its own."""
    others = {name for name, shows in _bindings(trees) if not shows}
    return frozenset((SHOWING | MEDIA) & others)


def _bindings(trees: Iterable[ast.AST]) -> Iterator[tuple[str, bool]]:
    """Every name that anything binds, in whatever scope, and whether it is IPython's display's."""
    for node in (part for tree in trees for part in ast.walk(tree)):
        match node:
            case ast.ImportFrom(module=module, names=aliases):
                shows = (module or "").startswith(MODULES)
                for alias in aliases:
                    yield alias.asname or alias.name, shows
            case ast.Import(names=aliases):
                for alias in aliases:
                    yield (alias.asname or alias.name).split(".")[0], False
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, False
            case ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name, False
            case ast.Name(id=name, ctx=ast.Store()):
                yield name, False


def inner_value(node: ast.expr, media: frozenset[str]) -> ast.expr:
    """`x` for `HTML(Markdown(x))`; the expression itself where no form of showing is around it."""
    while True:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.expr() as inner]) if (
                name in media
                and not isinstance(inner, ast.Starred)
                and all(isinstance(word.value, ast.Constant) for word in node.keywords)
            ):
                node = inner
            case _:
                return node


def is_display(node: ast.stmt) -> bool:
    """True for a statement `display(...)` without options."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), keywords=[])):
            return name in SHOWING
    return False
