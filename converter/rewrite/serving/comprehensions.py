"""Comprehensions in the chain: over columns or tables of training's, or over rows."""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import Kind, Refused
from converter.rewrite.serving.work import Work

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def kind_of_comprehension(node: Comprehension, work: Work) -> Kind:
    """Whether a comprehension is about rows: then it gives one entry for each, in their order."""
    from converter.rewrite.serving.expressions import kind_of

    if (
        _lists_columns(node)
        and kind_of(node.generators[0].iter, work.aside(shallow=True)) == "rows"
    ):
        return work.freeze(node, "columns")
    local, before, mark = work.tracer.local, dict(work.tracer.local), work.mark()
    over_rows = False
    try:
        for place, generator in enumerate(node.generators):
            if kind_of(generator.iter, work) == "rows":
                if place or not _one_for_each_row(node):
                    raise Refused("a comprehension that leaves rows out", work.order)
                over_rows = True
            for part in ast.walk(generator.target):
                if isinstance(part, ast.Name):
                    local[part.id] = "frozen"
        outer = _frozen_here(work)
        kinds = [kind_of(part, work) for part in _elements(node)]
    finally:
        local.clear()
        local.update(before)
    inside = _frozen_here(work) > outer  # what its rows went through before is no part of it
    if over_rows and ("rows" in kinds or inside):
        raise Refused("a comprehension in which each row sees others", work.order)
    if over_rows or "rows" in kinds and not inside:
        return "rows"
    if "rows" in kinds:
        raise Refused("a comprehension that mixes rows with what all rows say", work.order)
    if inside:  # what is computed in it depends on its variables: it is kept as a whole
        work.back(mark)
        return work.freeze(node, "table" if isinstance(node, ast.DictComp) else "values")
    return "frozen"


def _frozen_here(work: Work) -> int:
    """How many values training keeps for this statement."""
    return sum(each.statement == work.order for each in work.tracer.chain.frozen.values())


def _lists_columns(node: Comprehension) -> bool:
    """True for `[c for c in df if c != "price"]`: a frame is a list of its columns' names."""
    match node:
        case ast.ListComp(
            elt=ast.Name(id=name), generators=[ast.comprehension(iter=ast.Name(), ifs=[test])]
        ):
            texts = (p for p in ast.walk(test) if isinstance(p, ast.Constant))
            named = any(isinstance(p.value, str) and p.value for p in texts)
            return named and isinstance(test, ast.Compare) and ast.unparse(test.left) == name
    return False


def _one_for_each_row(node: Comprehension) -> bool:
    first = node.generators[0]
    return isinstance(node, ast.ListComp) and len(node.generators) == 1 and not first.ifs


def _elements(node: Comprehension) -> list[ast.expr]:
    tests = [test for generator in node.generators for test in generator.ifs]
    parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    return [*tests, *parts]
