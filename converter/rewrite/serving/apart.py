"""Names of frames that are never the same object, though the dataflow counts them as sharing one.

    for dataset in (train, test):
        guess = dataset[dataset.Sex == 0].Age.median()

leaves `guess` with parts of both, so that what changes `train` seems to change `test`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Statement
from converter.rewrite.serving.parts import base_of


class Objects:
    """The frames of a notebook, by the names that one may have."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self._pairs = {pair for each in statements for pair in _pairs(each.node)}
        self._names: dict[str, set[str]] = {}

    def is_another(self, change: Statement, name: str) -> bool:
        """True for a statement that sets a part of a frame which is not the one called `name`."""
        match change.node:
            case ast.Assign(targets=[ast.Subscript() as target]):
                owner = base_of(target)
            case ast.AugAssign(target=ast.Subscript() as target):
                owner = base_of(target)
            case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
                owner = base_of(method)
            case _:
                return False
        return bool(owner) and owner != name and name not in self._same_as(owner)

    def _same_as(self, name: str) -> set[str]:
        """The names that one object may have, as far as plain assignments and functions' answers tell."""
        if name not in self._names:
            found, waiting = {name}, [name]
            while waiting:
                here = waiting.pop()
                near = {each for pair in self._pairs if here in pair for each in pair} - found
                found |= near
                waiting += sorted(near)
            self._names[name] = found
        return self._names[name]


def _pairs(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """Names that a statement may make names of one object."""
    for part in ast.walk(node):
        match part:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                for target, value in zip(targets, values, strict=False):
                    yield from ((one, other) for one in _names(target) for other in _held(value))
            case ast.Assign(targets=targets, value=value):
                bound = [t for target in targets for t in _names(target)]
                yield from ((one, other) for one in bound for other in _held(value))
            case ast.AnnAssign(target=ast.Name(id=one), value=ast.expr() as value):
                yield from ((one, other) for other in _held(value))


def _names(target: ast.expr) -> list[str]:
    """The names that an assignment binds; what is put into a frame is no name of it."""
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def _held(value: ast.expr) -> Iterator[str]:
    """The names whose objects a value may be: parts of a frame and what methods make are new ones."""
    match value:
        case ast.Name(id=name):
            yield name
        case ast.Call(func=ast.Name()) as call:
            for each in [*call.args, *(word.value for word in call.keywords)]:
                yield from _held(each)
        case ast.Call(func=ast.Attribute(attr="pipe") as method):
            yield from _held(method.value)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _held(body)
            yield from _held(orelse)
