"""What wraps a value only so that the notebook shows it in another form: `HTML`, `Markdown`, ..."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator

from converter.syntax.dotted import dotted_name

# Built-in in a kernel, or imported from IPython.display.
SHOWING = frozenset({"display"})
MEDIA = frozenset("HTML Markdown Latex Math JSON Pretty SVG Image".split())
MODULES = ("IPython.display", "IPython.core.display")
# What these modules are asked for by name: `ipd.Audio(...)`.
OF_MODULES = (
    SHOWING
    | MEDIA
    | frozenset(
        "Audio Code FileLink FileLinks GeoJSON IFrame Javascript Video YouTubeVideo".split()
    )
    | frozenset(
        f"display_{form}" for form in "html jpeg json latex markdown pdf png pretty svg".split()
    )
)


def media_names(trees: Iterable[ast.AST]) -> frozenset[str]:
    """Names that imports from IPython's display bind, and that nothing else does.

    Where a name is bound to the module, what is in it: `ipd.Audio`.
    """
    trees = tuple(trees)
    bound = list(_bindings(trees))
    others = {name for name, shows in bound if not shows}
    modules = list(_modules(trees))
    imports = Counter(module.split(".")[0] for module in modules)
    times = Counter(name for name, _ in bound)
    inside = {
        f"{module}.{name}"
        for module in modules
        if times[module.split(".")[0]] == imports[module.split(".")[0]]
        for name in OF_MODULES
    }
    return frozenset(name for name, shows in bound if shows and name not in others) | inside


def _modules(trees: Iterable[ast.AST]) -> Iterator[str]:
    """How the modules of IPython's display are written: `ipd`, `IPython.display`."""
    for node in (part for tree in trees for part in ast.walk(tree)):
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    if alias.name in MODULES:
                        yield alias.asname or alias.name
                    elif alias.name == "IPython":
                        yield f"{alias.asname or alias.name}.display"
            case ast.ImportFrom(module="IPython", names=aliases):
                for alias in aliases:
                    if alias.name == "display":
                        yield alias.asname or alias.name


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
            case ast.Call(func=func, args=[ast.expr() as inner]) if (
                dotted_name(func) in media
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
