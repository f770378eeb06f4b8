"""Some rows that are set apart from the others: gaps that a model fills, pieces that are put together again."""

from __future__ import annotations

import ast

from converter.rewrite.serving.ask import METHODS
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.choices import is_array, value_of
from converter.rewrite.serving.parts import base_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.text import Edit

# What makes of an array another, entry by entry.
EACH = frozenset("abs astype clip exp expm1 flatten maximum minimum ravel rint round".split())


def choose_again(mask: ast.expr, value: ast.expr, work: Work) -> None:
    """Nothing; `df.loc[gaps, "age"] = model.predict(df[gaps])`: serving asks of all rows, and sets those.

    A series knows its rows, an array has them in their order.
    """
    if isinstance(mask, ast.Slice) or not _is_array(value, work, work.order):
        return
    plain = isinstance(value, ast.Name | ast.Call | ast.Attribute | ast.Subscript)
    start, end = work.offsets.start(value), work.offsets.end(value)
    chosen = f"[{work.served(mask)}]"
    if plain:
        work.serve.append(Edit(end, end, chosen))
    else:
        work.serve += [Edit(start, start, "("), Edit(end, end, f"){chosen}")]


def check_pieces(pieces: list[ast.expr], work: Work) -> None:
    """Nothing; the pieces are rows that are put together. Raises Refused where only some were changed."""
    made = {ast.unparse(each): _changes(base_of(each), work) for each in pieces}
    if len(set(made.values())) > 1:
        changed = next(name for name, changes in made.items() if changes)
        raise Refused(
            f"'{changed}' is changed apart from the rows that it is put together with; change it in "
            "its frame, before that is divided: `rows.loc[mask, column] = values`",
            work.order,
        )


def _changes(name: str, work: Work) -> frozenset[str]:
    """The columns that are set in the frame `name` since it was made."""
    before = [s for s in work.tracer.statements if s.order < work.order]
    made = max((s.order for s in before if name in s.binds), default=0)
    found: set[str] = set()
    for each in before:
        match each.node:
            case ast.Assign(targets=[ast.Subscript() as target]) if each.order > made:
                if base_of(target) == name:
                    index = target.slice
                    column = index.elts[-1] if isinstance(index, ast.Tuple) else index
                    found.add(ast.unparse(column))
    return frozenset(found)


def _is_array(node: ast.expr, work: Work, before: int) -> bool:
    """True for an array of a value for each row, as a model answers."""
    if is_array(node, work, before):
        return True
    match node:
        case ast.Call(func=function, args=arguments):
            name = last_name(function)
            of = [
                *arguments[:1],
                *([function.value] if isinstance(function, ast.Attribute) else []),
            ]
            return name in METHODS or (
                name in EACH and any(_is_array(each, work, before) for each in of)
            )
        case ast.BinOp(left=left, right=right):
            return _is_array(left, work, before) or _is_array(right, work, before)
        case ast.Subscript(value=value):
            return _is_array(value, work, before)
        case ast.Name(id=name):
            bound, order = value_of(name, work, before)
            return bound is not None and _is_array(bound, work, order)
    return False
