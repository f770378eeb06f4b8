"""Why nothing, or not what was asked for, can be served; and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic
from converter.model.split import Candidate
from converter.plan.nothing_served import nothing_served, remedy_for


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
                remedy_for(each.why_not),
                spans[each.statement],
            )
    if not served and not wanted:
        yield nothing_served(candidates, spans, running)


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
