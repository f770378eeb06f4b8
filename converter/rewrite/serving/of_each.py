"""What methods of `column.str` and `column.dt` make of each text and each date."""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import Kind
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.parts import constant_or_base
from converter.rewrite.serving.work import Work
from converter.syntax.text import Edit

SPLITTING = frozenset({"split", "rsplit"})


def is_of_each(node: ast.expr) -> bool:
    """True for `column.str` and `column.dt`: their methods are of each text and each date."""
    return isinstance(node, ast.Attribute) and node.attr in ("str", "dt")


def kind_of_each(node: ast.Call, func: ast.Attribute, work: Work) -> Kind:
    """What such a method makes: `count` and `join` are others than a frame's."""
    kinds = [kind_of(func.value, work)]
    kinds += [kind_of(each, work) for each in (*node.args, *(w.value for w in node.keywords))]
    if "rows" not in kinds:
        return "frozen"
    if func.attr in SPLITTING and any(word.arg == "expand" for word in node.keywords):
        _as_many_columns(node, func, work)
    return "rows"


def _as_many_columns(node: ast.Call, func: ast.Attribute, work: Work) -> None:
    """Nothing; `split(expand=True)` makes as many columns as training's rows had parts, of any rows."""
    match work.tree:
        case ast.Assign(targets=[ast.Subscript(slice=ast.List(elts=targets))], value=value) if (
            value is node
        ):
            count = str(len(targets))
        case _:
            assert isinstance(func.value, ast.Attribute)
            hint = f"{constant_or_base(func.value.value)}_parts"
            count = work.frozen_before(f"{work.source(node)}.shape[1]", hint)
    end = work.offsets.end(node)
    work.serve.append(Edit(end, end, f".reindex(columns=range({count}))"))
