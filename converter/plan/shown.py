"""Functions that a notebook asks to show what they answer: its user would call them.

They are served where no estimator is asked, or none of those that are can be served.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence

from converter.model.dataflow import Statement
from converter.model.plan import Plan
from converter.model.split import Candidate
from converter.plan.served import FUNCTIONS, could_answer, unfit
from converter.syntax.dotted import last_name, root_name
from converter.syntax.looked_at import bound_to, is_asked, looked_at
from converter.syntax.served_names import FITTING


def shown_of(
    statements: Sequence[Statement],
    obstacles: Mapping[str, str],
    reading: Collection[str],
) -> tuple[Candidate, ...]:
    """The functions whose answers the notebook merely looks at, the last version of each.

    Those of `reading`, which read values of the notebook, first. What is given data explores it.
    """
    functions = {each.node.name: each for each in statements if isinstance(each.node, FUNCTIONS)}
    nodes = [each.node for each in statements]
    made = bound_to(nodes)
    asked = {
        call.func.id
        for call in looked_at(nodes)
        if isinstance(call.func, ast.Name) and is_asked(call, made)
    }
    found = {
        name: each
        for name, each in functions.items()
        if name in asked and could_answer(each, functions)
    }
    chosen = [name for name in found if name in reading] or list(found)
    return tuple(
        Candidate(name, each.order, each.cell, "shown", obstacles.get(name, "") or unfit(each.node))
        for name, each in sorted(found.items(), key=lambda item: item[1].order)
        if name in chosen
    )


def using_what_was_fitted(plan: Plan) -> tuple[str, ...]:
    """The functions that read what the notebook learned and whose answers it looks at, or keeps as a column.

    The nearest of a clustering's centroids, say, where the clustering itself answers no new rows; or
    whether rows are far from what their components say.
    """
    statements = plan.dataflow.statements
    learned = _learned(statements)
    reading = {each.name for each in plan.definitions if learned & {v for v, _ in each.lifted}}
    shown = {each.name for each in shown_of(statements, {}, reading) if not each.why_not}
    functions = {each.node.name: each for each in statements if isinstance(each.node, FUNCTIONS)}
    for name in _kept_as_columns(statements) & functions.keys():
        if could_answer(functions[name], functions) and not unfit(functions[name].node):
            shown.add(name)
    return tuple(name for name in functions if name in shown & reading)


def _kept_as_columns(statements: Sequence[Statement]) -> frozenset[str]:
    """Functions whose answers for rows are a column: `df["odd"] = is_odd(df)`, `df["odd"] = df.a.apply(f)`."""
    found: set[str] = set()
    for each in statements:
        match each.node:
            case ast.Assign(
                targets=[ast.Subscript(slice=ast.Constant(value=str()))],
                value=ast.Call(func=function, args=[first, *_]),
            ):
                if isinstance(function, ast.Name):
                    found.add(function.id)
                elif last_name(function) in ("apply", "map") and isinstance(first, ast.Name):
                    found.add(first.id)
    return frozenset(found)


def _learned(statements: Sequence[Statement]) -> frozenset[str]:
    """Names of what the notebook fits, and of what it makes of that; not of frames that get a column of it."""
    found: set[str] = set()
    for each in statements:
        if isinstance(each.node, (*FUNCTIONS, ast.ClassDef)):
            continue
        fits = {
            root_name(part.func.value)
            for part in ast.walk(each.node)
            if isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in FITTING
        }
        found |= fits & each.reads
        if fits or each.reads & found:
            found |= each.binds
    return frozenset(found)
