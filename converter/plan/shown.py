"""Functions that a notebook without any estimator asks to show what they answer: its user would call them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence

from converter.model.dataflow import Statement
from converter.model.split import Candidate
from converter.plan.served import FUNCTIONS, could_answer, unfit
from converter.syntax.looked_at import bound_to, is_asked, looked_at


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
