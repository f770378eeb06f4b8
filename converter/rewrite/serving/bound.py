"""The program with functions that call what the notebook calls, with what training made: `Bound` ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from converter.model.dataflow import Dataflow
from converter.model.program import Program
from converter.model.split import Made
from converter.rewrite.serving.given_models import Bound
from converter.rewrite.serving.loaders import questions_only
from converter.rewrite.serving.weaving import changed_cells, program_of


def with_bound(flow: Dataflow, found: Sequence[Bound]) -> tuple[Program, tuple[Made, ...]]:
    """The program that defines them after their last call, and what they are.

    A watched run defines them where they are called first, and calls them as the notebook does.
    """
    texts = texts_of(flow)
    ends: dict[int, list[str]] = {}
    watched: dict[int, list[str]] = {}
    for each in found:
        ends.setdefault(each.order, []).append(each.text)
        watched.setdefault(each.calls[0][0], []).append(each.text)
        for order, call in each.calls:
            watched.setdefault(order, []).append(call)
    program = program_of(flow, texts, {}, {}, ends, {})
    changed = changed_cells(flow, program_of(flow, texts, {}, {}, watched, {}))
    made = tuple(Made(each.name, "", "", "", "", changed) for each in found)
    return replace(program, made=tuple(each.name for each in found)), made


def texts_of(flow: Dataflow) -> dict[int, str]:
    """The notebook's statements, without those that were written only to be traced."""
    texts = {each.order: each.text for each in flow.statements}
    return texts | dict.fromkeys(questions_only(flow.statements), "pass")
