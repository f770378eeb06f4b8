"""A group's statistic for each row: `df.groupby("town")["size"].transform("mean")`.

Training keeps the table of groups, and serving looks a row's group up in it: a statistic of all rows
is kept like that, too.
"""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import Columns, Kind
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.parts import quoted, texts_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

STATISTICS = frozenset("count first last max mean median min nunique size std sum var".split())


def group_value(node: ast.Call, func: ast.Attribute, work: Work) -> Kind | None:
    """`rows` for a group's statistic that each row gets, or its gaps are filled with; None for others."""
    match func:
        case ast.Attribute(
            value=ast.Subscript(
                value=ast.Call(func=ast.Attribute(value=owner, attr="groupby"), args=[by]),
                slice=ast.Constant(value=str(column)),
            )
            | ast.Attribute(
                value=ast.Call(func=ast.Attribute(value=owner, attr="groupby"), args=[by]),
                attr=column,
            ),
            attr="transform",
        ) if (
            len(node.args) == 1 and not node.keywords
        ):
            pass
        case _:
            return None
    name, fills = _statistic(node.args[0])
    keys = _keys(by, work)
    if not name or not keys:
        return None
    if kind_of(owner, work, Columns(frozenset({*keys, column}))) == "frozen":
        return "frozen"
    several = isinstance(by, ast.List | ast.Tuple) and len(keys) > 1
    table = f"{work.source(func.value)}.{name}()" + (".to_dict()" if several else "")
    kept = work.frozen_before(table, f"{column}_{name}_by_{'_'.join(keys)}")
    rows = work.served(owner)
    if several:
        text = f"{rows}[[{', '.join(map(quoted, keys))}]].apply(tuple, axis=1).map({kept})"
    else:
        text = f"{rows}[{quoted(keys[0])}].map({kept})"
    work.replace(node, f"{rows}[{quoted(column)}].fillna({text})" if fills else text)
    return "rows"


def _keys(by: ast.expr, work: Work) -> list[str]:
    """The columns that make groups; empty where they are not plain."""
    text = work.tracer.text_of(by)
    if text is not None:
        return [text]
    if isinstance(by, ast.List | ast.Tuple) and all(isinstance(p, ast.Constant) for p in by.elts):
        return list(texts_of(by))
    return []


def _statistic(node: ast.expr) -> tuple[str, bool]:
    """The statistic of a group, and whether only gaps get it; "" for other functions."""
    match node:
        case ast.Constant(value=str(name)) if name in STATISTICS:
            return name, False
        case ast.Lambda(
            args=ast.arguments(args=[ast.arg(arg=own)]),
            body=ast.Call(
                func=ast.Attribute(value=ast.Name(id=filled), attr="fillna"),
                args=[ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr=name), args=[])],
                keywords=[],
            ),
        ) if (
            own == filled == of and name in STATISTICS
        ):
            return name, True
        case ast.Attribute(value=ast.Name(id="np" | "numpy")) if last_name(node) in STATISTICS:
            return last_name(node), False
    return "", False
