"""Values that the code of served objects reads as globals of its module: a service has to bind them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic
from converter.plan.definitions import Placement
from converter.syntax.dotted import root_name

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def told_values(
    code: Iterable[str], train: Iterable[Statement], placement: Placement
) -> frozenset[str]:
    """Names that definitions share with the stages, of those that serving may run.

    An artifact may be an instance of a class that training uses, or hold a function of the notebook.
    """
    movable, shared = placement.movable, placement.shared.names
    waiting = [*code, *(name for each in train for name in each.reads | each.late)]
    seen: set[str] = set()
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in movable:
            continue
        seen.add(name)
        names = movable[name].late | movable[name].reads
        waiting += names
        if name in placement.sharing:  # what functions that it calls are given counts too
            given = {value for each in names for value, _ in placement.lifted.get(each, ())}
            found |= (names | given) & shared
    return frozenset(found)


def kept_in_stages(
    train: Iterable[Statement], artifacts: Iterable[str], placement: Placement
) -> Iterator[Diagnostic]:
    """Errors for artifacts that hold definitions which stay in their stage: no file can hold those."""
    train, wanted = tuple(train), set(artifacts)
    for each in train:
        if isinstance(each.node, DEFINITIONS) and each.node.name in wanted & placement.stays.keys():
            name = each.node.name
            yield Diagnostic(
                "NB810",
                "error",
                f"'{name}', which serving calls, cannot be stored in a file: it stays in its stage: "
                f"{placement.stays[name]}",
                f"call '{name}' where it is handed on (`lambda each: {name}(each)`), or give it what it "
                "reads as arguments",
                each.span,
            )
            return
    registered = _registered(train, placement)
    for each in train:
        if found := next((name for name in _roots(each.node) if name in registered), ""):
            if held := each.binds & wanted:
                name = registered[found]
                yield Diagnostic(
                    "NB810",
                    "error",
                    f"'{min(held)}', which serving reads, cannot be stored in a file: it is made by "
                    f"'{found}', which holds '{name}', and that stays in its stage: {placement.stays[name]}",
                    f"define the classes without the decorator, and '{found}' after them: "
                    f'`{found} = {{"...": {name}}}`',
                    each.span,
                )
                continue
        for part in ast.walk(each.node):
            name = _held(part, placement.stays.keys())
            if name and each.binds & wanted | each.mutates & wanted:
                yield Diagnostic(
                    "NB810",
                    "error",
                    f"'{min(each.binds & wanted | each.mutates & wanted)}', which serving reads, cannot "
                    f"be stored in a file: it holds '{name}', which stays in its stage: "
                    f"{placement.stays[name]}",
                    f"give '{name}' what it reads as arguments (`partial`, `kw_args`, a class's "
                    "`__init__`)",
                    each.span,
                )
                break


def _registered(train: Iterable[Statement], placement: Placement) -> dict[str, str]:
    """Tables in which decorators put classes that stay in their stage: one such class of each."""
    found: dict[str, str] = {}
    for each in train:
        match each.node:
            case ast.ClassDef(name=name, decorator_list=decorators) if name in placement.stays:
                for decorator in {root_name(d) for d in decorators} & placement.movable.keys():
                    function = placement.movable[decorator]
                    found |= dict.fromkeys(function.mutates & function.late, name)
    return found


def _roots(node: ast.stmt) -> Iterator[str]:
    """What calls in a statement begin with: `MODELS` for `MODELS["knn"](k).fit(X)`."""
    return (root_name(part) for part in ast.walk(node) if isinstance(part, ast.Call))


def _held(part: ast.AST, stays: Collection[str]) -> str:
    """A definition that a new object is an instance of, or is given, or ""."""
    match part:
        case ast.Call(func=ast.Name(id=name)) if name in stays and name[:1].isupper():
            return name
        case ast.Call(func=ast.Name(id=made) | ast.Attribute(attr=made)) if made[:1].isupper():
            inner = [*part.args, *(word.value for word in part.keywords)]
            names = (n.id for a in inner for n in ast.walk(a) if isinstance(n, ast.Name))
            return next((name for name in names if name in stays), "")
    return ""
