"""What an estimator is asked with beside its rows: `bst.predict(dtest, iteration_range=(0, best + 1))`.

It says what the answer is, so serving asks with it, with the values that its names have there.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from converter.rewrite.serving.around import is_same_for_all
from converter.rewrite.serving.ask import TOLD, Ask, rows_word
from converter.rewrite.serving.asked import call_in
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.settled import settled
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

# How fast it answers, and what it prints meanwhile.
IDLE = frozenset(
    "batch_size max_queue_size n_jobs steps thread_count use_multiprocessing verbose workers".split()
)


def with_words(ask: Ask, tracer: Tracer) -> Ask:
    """The question with what the notebook asks it with. Raises Refused where that is about rows."""
    if ask.text or ask.around or ask.by in TOLD or ask.by != ask.method:
        return ask
    statement = next(s for s in tracer.statements if s.order == ask.order)
    call = call_in(parsed(statement.text).body[0], ask)
    if call is None:
        return ask
    beside, rows = "", rows_word(call)
    values = [("", value) for value in call.args[1:]]
    words = [word for word in call.keywords if word is not rows]
    for name, value in [*values, *((word.arg or "**", word.value) for word in words)]:
        if name in IDLE and not _quiets(name, value):
            continue
        own = {ask.estimator, ask.there}
        names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
        if names - own and not is_same_for_all(value, statement, tracer):
            raise Refused(
                "it is asked with something beside its rows that depends on them", ask.order
            )
        text = ast.get_source_segment(statement.text, value) or ""
        for other in sorted(own - {"", ask.kept or ask.estimator}):
            text = _renamed(text, other, ask.kept or ask.estimator)
        text = settled(text, ask.order, tracer) if names - own else text
        beside += f", {name}{'' if name in ('', '**') else '='}{text}"
    return replace(ask, beside=beside, word=f"{rows.arg}=" if rows else "")


def _quiets(name: str, value: ast.expr) -> bool:
    """True for `verbose=0`: without it Keras draws a bar for each request."""
    return name == "verbose" and isinstance(value, ast.Constant) and not value.value


def _renamed(text: str, name: str, other: str) -> str:
    """The expression with an estimator's other name."""
    tree, offsets = parsed(f"({text})"), Offsets(f"({text})")
    edits = [
        Edit(offsets.start(part), offsets.end(part), other)
        for part in ast.walk(tree)
        if isinstance(part, ast.Name) and part.id == name
    ]
    return apply_edits(f"({text})", sorted(edits))[1:-1]
