"""Why nothing, or not what was asked for, can be served; and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic, Span
from converter.model.split import Candidate
from converter.plan.served import asked_in

IN_ONE_PIECE = "the code stays in one piece"


def _remedy(why: str) -> str:
    """What makes a function one that can be served."""
    if why.startswith(IN_ONE_PIECE):
        return (
            "write that otherwise: import names one by one, keep values in a dict instead of "
            "globals(), give a function what it changes instead of `global`"
        )
    return "make it a plain function that takes rows and reads its model by name"


def troubles_of(
    running: tuple[Statement, ...],
    candidates: tuple[Candidate, ...],
    served: tuple[Candidate, ...],
    wanted: tuple[str, ...],
) -> Iterator[Diagnostic]:
    """Errors for what was asked for and is not there, for what cannot be served, and for nothing at all."""
    spans = {each.order: each.span for each in running}
    known = {each.name for each in candidates}
    for name in wanted:
        if name not in known:
            own = (each.name for each in candidates if each.how != "made")
            choices = ", ".join(sorted(own)) or "none"
            yield Diagnostic(
                "NB801",
                "error",
                f"--serve {name}: no function of the notebook that could be served is called so",
                f"functions that could be: {choices}",
            )
    for each in served:
        if each.why_not:
            yield Diagnostic(
                "NB802",
                "error",
                f"'{each.name}' cannot be served: {each.why_not}",
                _remedy(each.why_not),
                spans[each.statement],
            )
    if not served and not wanted:
        yield _nothing_to_serve(candidates, spans, running)


def _nothing_to_serve(
    candidates: tuple[Candidate, ...], spans: Mapping[int, Span], running: tuple[Statement, ...]
) -> Diagnostic:
    if candidates:
        first = candidates[0]
        told = "; ".join(f"'{each.name}': {each.why_not}" for each in candidates)
        return Diagnostic(
            "NB802",
            "error",
            f"no function can be served: {told}",
            _remedy(first.why_not),
            spans[first.statement],
        )
    asked = ((each, text) for each in running if (text := asked_in(each.node)))
    place, text = next(asked, (None, ""))
    why = f"'{text}()' asks no estimator that the notebook binds to a name of its own"
    return Diagnostic(
        "NB803",
        "error",
        "nothing here answers requests: no function predicts, and "
        + (why if place else "no estimator is asked"),
        "write a function that takes rows and returns answers, in a cell tagged `predict`",
        place.span if place else None,
    )


def unmade(name: str, served: Candidate, running: tuple[Statement, ...]) -> Diagnostic:
    """The error for a value that a served function reads, and that may be missing when it is called."""
    spans = {each.order: each.span for each in running}
    return Diagnostic(
        "NB804",
        "error",
        f"'{served.name}' reads '{name}', which is not surely bound when it is last called",
        f"bind '{name}' on every path, above the last call of '{served.name}'",
        spans[served.statement],
    )
