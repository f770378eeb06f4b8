"""Calls that see all rows once: the columns of dummies, and the edges of bins."""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import Kind, Refused
from converter.rewrite.serving.edges import are_edges
from converter.rewrite.serving.parts import constant_or_base
from converter.rewrite.serving.work import Work
from converter.syntax.text import Edit


def frozen_once(node: ast.Call, name: str, work: Work) -> Kind:
    """Calls that see all rows once: dummies' columns and bins' edges are what training made."""
    if name == "get_dummies":
        return _dummies(node, work)
    if name in ("cut", "qcut"):
        return _binned(node, name, work)
    raise Refused(f"{name}() numbers values by all rows; use a fixed table with map", work.order)


def _dummies(node: ast.Call, work: Work) -> Kind:
    """Dummies with the columns that training had; the first category is left out by that."""
    whole = work.tree
    match whole:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if value is node:
            columns = work.frozen_after(f"{target}.columns.tolist()", f"{target}_columns")
        case _:
            about = constant_or_base(node.args[0]) if node.args else "rows"
            columns = work.frozen_before(
                f"{work.source(node)}.columns.tolist()", f"{about}_dummies"
            )
    for word in node.keywords:
        if word.arg == "drop_first":
            work.replace(word.value, "False")
    end = work.offsets.end(node)
    work.serve.append(Edit(end, end, f".reindex(columns={columns}, fill_value=0)"))
    return "rows"


def bins_of(node: ast.Call, word: str) -> ast.expr | None:
    """The edges, or their number, that are given to `cut` or `qcut`."""
    given = {each.arg: each.value for each in node.keywords}
    return given.get(word) or (node.args[1] if len(node.args) > 1 else None)


def _binned(node: ast.Call, name: str, work: Work) -> Kind:
    """Bins that training's rows made: their edges are kept."""
    bins = bins_of(node, "bins" if name == "cut" else "q")
    if bins is None:
        raise Refused(f"{name}() without bins", work.order)
    if name == "cut" and are_edges(bins, work):
        return "rows"
    called = work.source(node.func)
    module = called.rpartition(".")[0]
    column = node.args[0]
    text = f"{called}({work.source(column)}, {work.source(bins)}, retbins=True)[1]"
    edges = work.frozen_before(text, f"{constant_or_base(column)}_edges")
    kept = [
        f"{word.arg}={work.source(word.value)}"
        for word in node.keywords
        if word.arg not in ("bins", "q", "duplicates", "retbins")
    ]
    if name == "qcut":
        kept.append("include_lowest=True")
    cut = f"{module}.cut" if module else "cut"
    work.replace(node, ", ".join([f"{cut}({work.served(column)}", edges, *kept]) + ")")
    return "rows"
