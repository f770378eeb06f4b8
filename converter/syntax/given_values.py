"""What a notebook gives its own functions: `predict(X, w, b)` is asked about rows, with what training made.

Models by hand are functions of their weights, their counts, or of the rows that they remember. The notebook's
calls tell which arguments those are: the same names each time, of what it computed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from converter.syntax.dotted import last_name, root_name
from converter.syntax.scopes import COMPREHENSIONS, all_arguments, bound_names

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
# Methods whose value is a table, of rows or of what was learned from them.
TABLES = frozenset("""
    array asarray copy drop dropna fit_transform hstack reset_index reshape sample to_dict to_numpy toarray
    transform values vstack
    """.split())
ASKED_ABOUT = re.compile(
    r"(?:^|_)(new|one|query|sample|test|tests|unseen|val|valid|validation)(?:_|$|\d)", re.I
)


def kept_arguments(
    function: ast.FunctionDef | ast.AsyncFunctionDef, nodes: Sequence[ast.stmt]
) -> dict[str, str]:
    """The parameters that every call of the notebook's top level gives what training made, and its name.

    Empty where there are none, or where no argument is left to ask about.
    """
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    calls = [given_by(call, names) for call in calls_of(function.name, nodes)]
    if not calls or len(names) != len(all_arguments(function.args)):
        return {}
    made = _made_in(nodes)
    kept: dict[str, str] = {}
    for name in names:
        values = [call.get(name) for call in calls]
        told = {each.id for each in values if isinstance(each, ast.Name)}
        if len(told) == 1 and all(isinstance(each, ast.Name) for each in values) and told <= made:
            kept[name] = told.pop()
    if len(kept) == len(names):  # asked once: about what is called so
        asked = [name for name, value in kept.items() if ASKED_ABOUT.search(value)]
        kept = {k: v for k, v in kept.items() if k not in asked} if len(asked) == 1 else {}
    return kept


def calls_of(name: str, nodes: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    """The calls of a function that the notebook makes itself, not in its definitions."""
    for node in nodes:
        if not isinstance(node, DEFINITIONS):
            for part in ast.walk(node):
                match part:
                    case ast.Call(func=ast.Name(id=called)) if called == name:
                        yield part


def given_by(call: ast.Call, names: Sequence[str]) -> Mapping[str, ast.expr]:
    """The arguments of a call by parameter; those that are not plain are left out."""
    plain = [each for each in call.args if not isinstance(each, ast.Starred)]
    given = dict(zip(names, plain, strict=False)) if len(plain) == len(call.args) else {}
    return given | {word.arg: word.value for word in call.keywords if word.arg}


def _made_in(nodes: Sequence[ast.stmt]) -> frozenset[str]:
    """Names of what the notebook computes from its data, and of the tables that it takes of it."""
    functions = {node.name for node in nodes if isinstance(node, DEFINITIONS)}
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, DEFINITIONS):
            continue
        if isinstance(node, LOOPS):
            found |= {name for name in _changed_in(node) if _is_bound_before(name, node, nodes)}
            continue
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                pairs = [([target], value) for target, value in zip(targets, values, strict=False)]
            case ast.Assign(targets=targets, value=value):
                pairs = [(targets, value)]
            case _:
                continue
        for held, value in pairs:
            if _is_made(value, held, functions, found):
                found |= {name for target in held for name in bound_names(target)}
    return frozenset(found)


def _is_made(
    value: ast.expr, targets: Sequence[ast.expr], functions: set[str], made: set[str]
) -> bool:
    """True for what a function of the notebook returns, tables, and parts of what was made."""
    several = any(isinstance(each, ast.Tuple) for each in targets)
    match value:
        case ast.Call(func=ast.Name(id=name)) if name in functions:
            return True
        case ast.Call(func=function):
            return several or last_name(function) in TABLES
        case ast.DictComp() | ast.ListComp():
            return True
        case ast.Subscript(value=owner, slice=ast.Constant(value=str())):
            return root_name(owner) in made
        case ast.Attribute(value=owner, attr=attr):
            return attr in TABLES or root_name(owner) in made
        case ast.Subscript(slice=index):
            return isinstance(index, ast.Slice | ast.List | ast.Tuple | ast.Name | ast.Compare)
    return False


def _changed_in(loop: ast.stmt) -> Iterator[str]:
    """Names that a loop binds anew, adds to or fills."""
    for part in ast.walk(loop):
        match part:
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from bound_names(target)
                    yield root_name(target)
            case ast.AugAssign(target=target):
                yield root_name(target)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="append" | "update")):
                yield owner


def _is_bound_before(name: str, loop: ast.stmt, nodes: Sequence[ast.stmt]) -> bool:
    """True for a name that an assignment before the loop begins: the loop goes on with it."""
    before = nodes[: next(place for place, each in enumerate(nodes) if each is loop)]
    return any(
        isinstance(node, ast.Assign) and name in {n for t in node.targets for n in bound_names(t)}
        for node in before
    )


def comprehension_around(call: ast.Call, node: ast.stmt) -> ast.expr | None:
    """The comprehension whose names the arguments of a call need, or None."""
    for part in ast.walk(node):
        if isinstance(part, COMPREHENSIONS) and any(inner is call for inner in ast.walk(part)):
            return part
    return None
