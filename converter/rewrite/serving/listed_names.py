"""The texts that a list of columns holds where it is read, as far as the notebook's text tells.

features = ["age", "income"]
features += [c + "_woe" for c in bins]
features.append("visits")
"""

from __future__ import annotations

import ast
import copy
from typing import Any

from converter.model.dataflow import Statement
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.spelled import made_of

DEEPEST = 6


def names_listed(
    node: ast.expr, order: int, statements: tuple[Statement, ...], depth: int = DEEPEST
) -> tuple[str, ...] | None:
    """The texts of a list at the statement `order`; None where they are not plain."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            texts = [constant_of(part) for part in parts]
            known = [text for text in texts if text is not None]
            return tuple(known) if len(known) == len(parts) else None
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _together(left, right, order, statements, depth)
        case ast.ListComp(
            elt=made,
            generators=[ast.comprehension(target=ast.Name(id=own), iter=names, ifs=[], is_async=0)],
        ):
            words = names_listed(names, order, statements, depth)
            texts = [made_of(made, own, word) for word in words or ()]
            known = [text for text in texts if text is not None]
            return tuple(known) if words and len(known) == len(words) else None
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[inner], keywords=[]):
            return names_listed(inner, order, statements, depth)
        case ast.Call(func=ast.Name(id="sorted"), args=[inner], keywords=[]):
            found = names_listed(inner, order, statements, depth)
            return tuple(sorted(found)) if found is not None else None
        case ast.Name(id=name) if depth:
            return _of_name(name, order, statements, depth - 1)
    return None


def _together(
    one: ast.expr, other: ast.expr, order: int, statements: tuple[Statement, ...], depth: int
) -> tuple[str, ...] | None:
    first = names_listed(one, order, statements, depth)
    second = names_listed(other, order, statements, depth)
    return first + second if first is not None and second is not None else None


def _of_name(
    name: str, order: int, statements: tuple[Statement, ...], depth: int
) -> tuple[str, ...] | None:
    """What a name lists before `order`: as it was bound last, with what it was given since then."""
    before = [s for s in statements if s.order < order]
    binders = [s for s in before if name in s.binds]
    if not binders or name not in binders[-1].surely:
        return None
    last = binders[-1]
    match last.node:
        case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(
            value=ast.expr() as value
        ):
            found = names_listed(value, last.order, statements, depth)
        case ast.AugAssign(target=ast.Name(id=own), op=ast.Add(), value=value):
            target = ast.Name(own, ast.Load())
            found = _together(target, value, last.order, statements, depth)
        case _:
            return None
    for each in before:
        if each.order <= last.order or name not in each.mutates:
            continue
        match each.node:
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=own), attr="append" | "extend" as attr),
                    args=[given],
                )
            ) if (
                own == name
            ):
                listed = ast.List([given], ast.Load()) if attr == "append" else given
                more = names_listed(listed, each.order, statements, depth)
            case _:
                return None
        found = found + more if found is not None and more is not None else None
    return found


def spelled_rounds(
    loop: ast.For, order: int, statements: tuple[Statement, ...]
) -> ast.Module | None:
    """The rounds of a loop over texts, each with its text in the variable's place; None for other loops."""
    words = names_listed(loop.iter, order, statements)
    if words is None or not isinstance(loop.target, ast.Name):
        return None
    variable = loop.target.id
    rounds = ast.Module([copy.deepcopy(part) for _ in words for part in loop.body], [])
    for place, part in enumerate(rounds.body):
        _Spelled(variable, words[place // len(loop.body)]).visit(part)
    return rounds


class _Spelled(ast.NodeTransformer):
    """A tree in which expressions of the variable and literal texts are the texts that they make."""

    def __init__(self, variable: str, word: str) -> None:
        self.variable, self.word = variable, word

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            text = made_of(node, self.variable, self.word)
            if text is not None:
                return ast.Constant(text)
        return super().visit(node)
