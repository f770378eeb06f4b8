"""Columns that a chain of methods makes by functions: `df.assign(age=lambda d: d["age"].fillna(d["age"].median()))`."""

from __future__ import annotations

import ast

from converter.rewrite.serving.ask import in_brackets
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.work import Work
from converter.syntax.parsing import parsed


def _reads(node: ast.AST, name: str) -> bool:
    """True where a name is read that no function within binds."""
    if isinstance(node, ast.Lambda) and any(each.arg == name for each in node.args.args):
        return False
    if isinstance(node, ast.Name):
        return node.id == name
    return any(_reads(each, name) for each in ast.iter_child_nodes(node))


def look_into(node: ast.Call, owner: ast.expr, work: Work) -> list[ast.expr]:
    """The functions that cannot be followed; what the others compute over all rows is frozen.

    Their frame is `owner` with the columns that were assigned before.
    """
    unknown: list[ast.expr] = []
    local, before = work.tracer.local, dict(work.tracer.local)
    for place, word in enumerate(node.keywords):
        match word.value:
            case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name)], defaults=[])) as function:
                pass
            case _:
                continue
        mark, text = work.mark(), work.source(owner)
        if place:
            made = ", ".join(
                (f"{each.arg}=" if each.arg else "**") + work.source(each.value)
                for each in node.keywords[:place]
            )
            text = f"{text}.assign({made})"
        local[name], work.frames[name] = "rows", in_brackets(text)
        try:
            kind_of(function.body, work)
            kept = work.tracer.chain.frozen.values()
            if any(_reads(parsed(each.text), name) for each in kept):
                work.back(mark)  # kept by a text that means nothing outside
                unknown.append(function)
        except Refused:
            work.back(mark)
            unknown.append(function)
        finally:
            del work.frames[name]
            local.clear()
            local.update(before)
    return unknown
