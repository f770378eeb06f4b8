"""Functions that need no chain of preparations: they are bound to what training made, and asked as the notebook asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from converter.model.dataflow import Dataflow
from converter.model.program import Program
from converter.model.split import Made
from converter.rewrite.serving.loaders import questions_only
from converter.rewrite.serving.weaving import changed_cells, program_of


@dataclass(frozen=True)
class Bound:
    """A function of what requests bring, which reads or calls what training made.

    `text` stands behind the statement `order`; `calls` are the same requests as the notebook made
    them: statement and text.
    """

    name: str
    text: str
    order: int
    calls: tuple[tuple[int, str], ...]


def with_bound(flow: Dataflow, found: Sequence[Bound]) -> tuple[Program, tuple[Made, ...]]:
    """The program with these functions; what they are, each asked in a watched run what the notebook asked."""
    if not found:
        return flow.program, ()
    texts = texts_of_training(flow)
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


def texts_of_training(flow: Dataflow) -> dict[int, str]:
    """The notebook's statements, without those that were written only to be traced."""
    texts = {each.order: each.text for each in flow.statements}
    return texts | dict.fromkeys(questions_only(flow.statements), "pass")
