"""Several values for each row that lie beside each other: `[a, b]`, `np.vstack(preds)`."""

from __future__ import annotations

import ast

from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.folds import collecting_loop
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

STACKING = frozenset({"array", "asarray", "list", "stack", "vstack"})


def is_several(node: ast.expr, work: Work) -> bool:
    """True for values of rows beside each other; what they are made of joins the chain."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return "rows" in [kind_of(part, work) for part in parts]
        case ast.Call(func=function, args=[inner, *_]) if last_name(function) in STACKING:
            return is_several(inner, work)
        case ast.Call(func=ast.Attribute(value=table, attr="values"), args=[]):
            return is_several(table, work)
        case ast.Name(id=name):
            return _is_kept(name, work)
    return False


def _is_kept(name: str, work: Work) -> bool:
    """True for a name that a loop, or one assignment, binds to several."""
    statements, order = work.tracer.statements, work.order
    if collecting := collecting_loop(statements, work.tracer.fitting, name, order):
        several = collecting[1].said.several
        return several and kind_of(ast.Name(name, ast.Load()), work) == "rows"
    before = [s for s in statements if s.order < order and name in s.binds]
    work_there = Work(before[-1], work.tracer.aside()) if before else None
    match work_there.tree if work_there else None:
        case ast.Assign(targets=[ast.Name()], value=value):
            assert work_there is not None
            if is_several(value, work_there):
                return kind_of(ast.Name(name, ast.Load()), work) == "rows"
    return False
