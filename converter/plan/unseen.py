"""What is said of a served function whose rows or answers were not seen, by the reason."""

from __future__ import annotations

from collections.abc import Sequence

from converter.model.diagnostic import Diagnostic, Span
from converter.model.split import Candidate

BESIDE = "besides rows"
NAMED, SEVERAL = "its field", "it takes several dicts"
ANSWERED = "its answer: "


def unseen(served: Candidate, why: str, span: Span, others: Sequence[str]) -> Diagnostic:
    """The error, with a remedy for that reason; `others` are estimators that could be served instead."""
    rows = "a few real rows: a DataFrame, a list of dicts, or one value for each argument"
    if why.startswith(BESIDE):
        rows = "rows alone: give its other parameters defaults, or write a function that gives them"
    if served.how == "made":
        instead = "".join(f"; `--serve {name}` answers with that estimator" for name in others[:1])
        return Diagnostic(
            "NB805",
            "error",
            f"'{served.name}', made of what the notebook asks, does not answer its rows: {why}",
            f"write a function that takes rows and returns an answer for each, tagged `predict`{instead}",
            span,
        )
    hint = f"call '{served.name}' in the notebook with {rows}"
    if why.startswith(ANSWERED):
        return Diagnostic(
            "NB805",
            "error",
            f"what '{served.name}' returns cannot be answered: {why.removeprefix(ANSWERED)}",
            'return numbers, texts, dicts or lists of them: `frame.to_dict("records")` for a frame, '
            "one for each request",
            span,
        )
    if why.startswith(SEVERAL):
        each = ", ".join(["row"] * (why.count(",") + 1))
        hint = (
            f"write one of one dict, `def answer(row): return {served.name}({each})`, and call that"
        )
    if why.startswith(NAMED):
        hint = "give that value another name in the notebook"
    return Diagnostic(
        "NB805",
        "error",
        f"the rows that '{served.name}' takes cannot be told: {why}",
        hint,
        span,
    )
