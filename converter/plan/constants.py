"""Assignments of literals that nothing binds again or changes: they can be constants of a module.

So can loggers, and patterns that are written down.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from converter.model.dataflow import Statement
from converter.syntax.dotted import last_name

MAKING = frozenset(
    "Enum Flag IntEnum IntFlag NewType StrEnum TypeVar make_dataclass namedtuple".split()
)
FIXED = frozenset({("logging", "getLogger"), ("re", "compile")})
PLAIN = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.UnaryOp, ast.BinOp)


def made_classes(statements: Iterable[Statement]) -> Mapping[str, int]:
    """Names that one statement binds, to a class of that name made by a call: its order.

    In a stage such a class would be another one in each run, and nothing could read its objects back.
    """
    return {
        name: statement.order
        for name, statement in _bound_once(tuple(statements))
        if _makes_class(statement.node, name)
    }


def literal_constants(statements: Iterable[Statement]) -> Mapping[str, int]:
    """Names that one statement binds, to a literal, and that nothing changes: its order."""
    statements = tuple(statements)
    changed = {name for each in statements for name in each.touches | each.mutates}
    found: dict[str, int] = {}
    for name, statement in _bound_once(statements):
        match statement.node:
            case ast.Assign(targets=[ast.Name()], value=value):
                if _is_fixed(value) or (name not in changed and is_literal(value)):
                    found[name] = statement.order
    return found


def _bound_once(statements: tuple[Statement, ...]) -> Iterator[tuple[str, Statement]]:
    """Names that one statement surely binds, and none reads before it."""
    binders: dict[str, list[Statement]] = {}
    for each in statements:
        for name in each.binds | each.deletes | each.assigns_late:
            binders.setdefault(name, []).append(each)
    for name, (first, *others) in binders.items():
        early = any(name in each.reads for each in statements if each.order < first.order)
        if not others and not early and name in first.surely:
            yield name, first


def _makes_class(node: ast.stmt, name: str) -> bool:
    """True for `Point = namedtuple("Point", "x y")`: a class that is called as its name is."""
    match node:
        case ast.Assign(
            targets=[ast.Name()],
            value=ast.Call(func=function, args=[ast.Constant(value=said), *args], keywords=words),
        ):
            given = [*args, *(word.value for word in words)]
            return last_name(function) in MAKING and said == name and all(map(is_literal, given))
    return False


def is_literal(node: ast.expr) -> bool:
    """True for numbers, texts, and collections of them; `60 * 60` is one too."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.expr)]
    return all(isinstance(part, PLAIN) for part in parts)


def _is_fixed(node: ast.expr) -> bool:
    """True for `logging.getLogger("churn")` and `re.compile(r"\\d+")`: one object, whenever and however often."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name), args=args):
            known = (module, name) in FIXED
            return (
                known and all(is_literal(a) or _is_own_name(a) for a in args) and not node.keywords
            )
    return False


def _is_own_name(node: ast.expr) -> bool:
    """True for `__name__`, by which a logger is called: its module's name does as well."""
    return isinstance(node, ast.Name) and node.id == "__name__"
