"""Which indices choose rows: masks and places. A request's rows are all answered, so serving leaves them out.

How a mask came about does not matter then: it may be of all rows, or drawn.
"""

from __future__ import annotations

import ast

from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.scopes import bound_names

# Methods and functions that say yes or no of each row.
TELLING = frozenset("""
    all any between contains duplicated endswith isfinite isin isna isnan isnull logical_and logical_not
    logical_or notna notnull startswith
    """.split())
# Methods and functions that give places of rows.
PLACING = frozenset("argpartition argsort choice flatnonzero nonzero permutation where".split())
# Methods and functions that give an array without names of columns.
ARRAYS = frozenset("""
    array asarray column_stack concatenate fit_transform hstack reshape to_numpy toarray transform vstack
    """.split())


def chooses_rows(node: ast.Subscript, work: Work) -> bool:
    """True where `rows[index]` is some of the rows, by what the index or the rows are."""
    index = node.slice
    if isinstance(index, ast.List) and index.elts:
        whole = all(
            isinstance(each, ast.Constant) and type(each.value) is int for each in index.elts
        )
        return whole and is_array(node.value, work, work.order)
    return _is_mask(index, work, work.order) or _is_places(index, work, work.order)


def is_part(node: ast.expr, work: Work) -> bool:
    """True where some rows are taken by their places: `X.iloc[train].copy()`, the rows of one fold."""
    return any(takes_places(part, work) for part in ast.walk(node))


def takes_places(node: ast.AST, work: Work) -> bool:
    """True for `X.iloc[train]` itself."""
    if not isinstance(node, ast.Subscript):
        return False
    indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return any(_is_places(index, work, work.order) for index in indices)


def _is_mask(node: ast.expr, work: Work, before: int) -> bool:
    """True for yes or no for each row."""
    match node:
        case ast.Compare():
            return True
        case ast.UnaryOp(op=ast.Invert(), operand=inner):
            return _is_mask(inner, work, before)
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() | ast.BitXor(), right=right):
            return _is_mask(left, work, before) or _is_mask(right, work, before)
        case ast.Call(func=function):
            return last_name(function) in TELLING
        case ast.Attribute(value=value, attr="values"):
            return _is_mask(value, work, before)
        case ast.Name(id=name):
            bound, order = value_of(name, work, before)
            return bound is not None and _is_mask(bound, work, order)
    return False


def _is_places(node: ast.expr, work: Work, before: int) -> bool:
    """True for numbers of rows, as a split, a draw or a search gives them."""
    match node:
        case ast.Call(func=function):
            return last_name(function) in PLACING
        case ast.Subscript(value=value):
            return _is_places(value, work, before)
        case ast.Name(id=name):
            bound, order = value_of(name, work, before)
            if bound is not None:
                return _is_places(bound, work, order)
            return any(
                name in s.binds and s.order <= work.order and _gives_folds(s.node, name)
                for s in work.tracer.statements
            )
    return False


def _gives_folds(node: ast.stmt, name: str) -> bool:
    """True for a loop over the folds of a split, and for one of them, where it gives `name` places."""
    match node:
        case ast.For(target=target, iter=iterated):
            pass
        case ast.Assign(targets=[ast.Tuple() as target], value=iterated):
            pass
        case _:
            return False
    if name not in bound_names(target):
        return False
    calls = [part.func for part in ast.walk(iterated) if isinstance(part, ast.Call)]
    return any(isinstance(each, ast.Attribute) and each.attr == "split" for each in calls)


def is_array(node: ast.expr, work: Work, before: int) -> bool:
    """True for an array, whose plain index chooses rows where a frame's would choose columns."""
    match node:
        case ast.Attribute(attr="values"):
            return True
        case ast.Attribute(value=ast.Name(id=owner), attr="data"):
            made, _ = value_of(owner, work, before)
            words = made.keywords if isinstance(made, ast.Call) else []
            return made is not None and not any(word.arg == "as_frame" for word in words)
        case ast.Call(func=function):
            return last_name(function) in ARRAYS
        case ast.Subscript(value=value):
            return is_array(value, work, before)
        case ast.Name(id=name):
            bound, order = value_of(name, work, before)
            return bound is not None and is_array(bound, work, order)
    return False


def value_of(name: str, work: Work, before: int) -> tuple[ast.expr | None, int]:
    """What the last statement before the one at `before` that binds a name binds it to, and its order."""
    binders = [s for s in work.tracer.statements if s.order < before and name in s.binds]
    if not binders:
        return None, before
    last = binders[-1]
    match last.node:
        case ast.Assign(targets=[ast.Name()], value=value):
            return value, last.order
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            for target, value in zip(targets, values, strict=False):
                if isinstance(target, ast.Name) and target.id == name:
                    return value, last.order
    return None, last.order
