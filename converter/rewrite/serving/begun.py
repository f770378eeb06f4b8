"""What a loop collects in: zeros for each row, an empty list. Serving begins with as many as rows come."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.rewrite.serving.chain import NONE, Refused
from converter.rewrite.serving.expressions import is_about_rows, kind_of
from converter.rewrite.serving.parts import given_to, is_written
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

EMPTY = frozenset({"DataFrame", "dict", "list"})


def begins(value: ast.expr) -> bool:
    """True for what is collected in later."""
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]) | ast.Constant(value=0):
            return True
        case ast.Call(func=function, args=[]):
            return last_name(function) in EMPTY
        case ast.Call(func=function):
            return last_name(function) in rowwise.FILLED | {"zeros_like"}
    return False


def begins_written(name: str, statements: Sequence[Statement]) -> bool:
    """True for a name that is first bound to something written down, and later only on some paths."""
    found = [each for each in statements if name in each.surely]
    match found[-1].node if found else None:
        case ast.Assign(targets=[ast.Name()], value=value):
            return is_written(value)
        case ast.Assign(targets=[ast.Tuple()], value=ast.Tuple(elts=values)):
            return all(map(is_written, values))
    return False


def begun(name: str, work: Work) -> None:
    """Nothing; what `name` is before the loop joins the chain. Raises Refused."""
    before = [s for s in work.tracer.statements if s.order < work.order]
    binder = next((s for s in reversed(before) if name in s.binds), None)
    there = Work(binder, work.tracer) if binder else None
    values = given_to(name, there.tree) if there else []
    if there is None or not values:
        raise _refuse("it is not plainly bound before", name, work)
    sized(values[0], there, name, work.tracer.chain.source)
    work.tracer.chain.says(there.order, f"{name} = {there.served(values[0])}")


def sized(value: ast.expr, work: Work, name: str, source: str) -> None:
    """Nothing; `value` is served for as many rows as `source` has. Raises Refused."""
    rows = f"len({source})"
    match value:
        case ast.Constant() | ast.List(elts=[]) | ast.Dict(keys=[]):
            return
        case ast.Call(func=function, args=[], keywords=[]) if last_name(function) in EMPTY:
            return
        case ast.Call(
            func=function,
            args=[],
            keywords=[ast.keyword(arg="index", value=ast.Attribute(value=frame, attr="index"))],
        ) if (
            last_name(function) == "DataFrame" and kind_of(frame, work, NONE) == "rows"
        ):
            return
        case ast.Call(func=function, args=[_], keywords=[]) if last_name(function) == "zeros_like":
            work.replace(value, f"{work.source(function).removesuffix('_like')}({rows})")
            return
        case ast.Call(func=function, args=[shape, *rest]) if last_name(function) in rowwise.FILLED:
            parts = shape.elts if isinstance(shape, ast.Tuple) else [shape]
            lengths = [each for each in parts if is_length(each, work)]
            if len(lengths) == 1:
                work.replace(lengths[0], rows)
                for each in (*parts, *rest, *(word.value for word in value.keywords)):
                    if each is not lengths[0] and kind_of(each, work) == "rows":
                        raise _refuse("it begins with values of rows", name, work)
                return
    raise _refuse("how many values it begins with cannot be told", name, work)


def _refuse(why: str, name: str, work: Work) -> Refused:
    return Refused(f"'{name}' is made in a loop: {why}", work.order)


def is_length(node: ast.expr, work: Work) -> bool:
    """True for `len(test)`, `test.shape[0]`, and a name for that."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[rows]):
            return is_about_rows(rows, work)
        case ast.Subscript(
            value=ast.Attribute(value=rows, attr="shape"), slice=ast.Constant(value=0)
        ):
            return is_about_rows(rows, work)
        case ast.Name(id=name):
            found = [s for s in work.tracer.statements if name in s.binds]
            match found[-1].node if len(found) == 1 else None:
                case ast.Assign(targets=[ast.Name()], value=value):
                    return is_length(value, Work(found[0], work.tracer))
                case ast.Assign(
                    targets=[ast.Tuple(elts=[ast.Name(id=first), *_])],
                    value=ast.Attribute(value=rows, attr="shape"),
                ):
                    there = Work(found[0], work.tracer)
                    return first == name and is_about_rows(rows, there)
    return False


def by_length(node: ast.Call, work: Work) -> bool:
    """True for `np.ones(len(df))`: an entry for each row, of those that are served."""
    shape = node.args[0] if node.args else None
    parts = shape.elts if isinstance(shape, ast.Tuple) else [shape]
    lengths = [each for each in parts if each is not None and is_length(each, work)]
    for each in lengths:
        match each:
            case ast.Call(args=[ast.Name(id=own)]) if own in _names_beside(each, work):
                kind_of(each.args[0], work)
            case _:
                work.replace(each, "len(rows)")
    return bool(lengths)


def _names_beside(node: ast.expr, work: Work) -> set[str]:
    """Names in the statement, without those in `node`."""
    inside = {id(part) for part in ast.walk(node)}
    return {p.id for p in ast.walk(work.tree) if isinstance(p, ast.Name) and id(p) not in inside}
