"""Why a notebook has nothing that answers requests, and what would."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic, Span
from converter.model.split import Candidate
from converter.plan.served import asked_in, scored_in_a_loop
from converter.syntax.dotted import last_name
from converter.syntax.names import names_of

# What tells its own rows apart, and says nothing of others: classes of scikit-learn without `predict`.
OWN_ROWS = frozenset("""
    AgglomerativeClustering DBSCAN FeatureAgglomeration HDBSCAN LocalOutlierFactor MDS OPTICS SpectralClustering
    SpectralEmbedding TSNE
    """.split())
# What tells the time after its own rows.
FORECASTING = frozenset({"forecast", "get_forecast", "make_future_dataframe"})
IN_ONE_PIECE = "the code stays in one piece"
FUNCTION = "write a function that takes rows and returns answers, in a cell tagged `predict`"


def nothing_served(
    candidates: tuple[Candidate, ...], spans: Mapping[int, Span], running: Sequence[Statement]
) -> Diagnostic:
    """The error, with the place and a remedy that fits what the notebook does."""
    if candidates:
        first = candidates[0]
        told = "; ".join(f"'{each.name}': {each.why_not}" for each in candidates)
        return Diagnostic(
            "NB802",
            "error",
            f"no function can be served: {told}",
            remedy_for(first.why_not),
            spans[first.statement],
        )
    why, hint, span = _reason(running)
    return Diagnostic(
        "NB803",
        "error",
        f"nothing here answers requests: no function predicts, and {why}",
        hint,
        span,
    )


def _reason(running: Sequence[Statement]) -> tuple[str, str, Span | None]:
    for each in running:
        if text := asked_in(each.node):
            owner, _, method = text.rpartition(".")
            if method in FORECASTING and owner.isidentifier():
                why = f"'{text}()' tells only what follows the rows that it learned from"
                example = f"`def forecast(steps): return list({text}(steps))`"
                return why, f"{example} in a cell tagged `predict` could be asked", each.span
            if isinstance(each.node, ast.For | ast.While) and owner in names_of(each.node).binds:
                why = f"'{text}()' asks another estimator in each round of a loop, and no blend of their answers is found"
                hint = f"collect them, `answers.append({text}(rows))`, and keep `np.mean(answers, axis=0)` after the loop"
                return (
                    why,
                    f"{hint}; or fit the one that you choose after it, and ask that",
                    each.span,
                )
            why = f"'{text}()' asks no estimator that the notebook binds to a name of its own"
            return why, FUNCTION, each.span
    place, name = scored_in_a_loop(running)
    if place:
        why = f"'{name}' is only scored, in a loop that fits one after the other"
        hint = f"fit the one that you choose after the loop, and ask it: `{name}.predict(...)`"
        return why, f"{hint}; or {FUNCTION}", place.span
    for each in running:
        for part in ast.walk(each.node):
            if isinstance(part, ast.Call) and last_name(part.func) in OWN_ROWS:
                why = f"{last_name(part.func)} says nothing of rows that it did not learn from"
                hint = f"fit a classifier with its labels and ask that, or {FUNCTION}"
                return why, hint, each.span
    return "no estimator is asked", FUNCTION, None


def remedy_for(why: str) -> str:
    """What makes a function one that can be served."""
    if why.startswith(IN_ONE_PIECE):
        return (
            "write that otherwise: import names one by one, keep values in a dict instead of "
            "globals(), give a function what it changes instead of `global`"
        )
    return "make it a plain function that takes rows and reads its model by name"
