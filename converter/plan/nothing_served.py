"""Why a notebook has nothing that answers requests, and what would."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic, Span
from converter.model.split import Candidate
from converter.plan.definitions import BOUND_AGAIN
from converter.plan.following import what_follows
from converter.plan.served import NO_ROWS, asking_call, scored_in_a_loop
from converter.syntax.dotted import last_name
from converter.syntax.names import names_of
from converter.syntax.scopes import all_arguments
from converter.syntax.served_names import is_named_for_prediction, judges, returns_a_value
from converter.syntax.times_asked import FORECASTING

# What tells its own rows apart, and says nothing of others: classes of scikit-learn without `predict`.
OWN_ROWS = frozenset("""
    AgglomerativeClustering DBSCAN FeatureAgglomeration HDBSCAN LocalOutlierFactor MDS OPTICS SpectralClustering
    SpectralEmbedding TSNE
    """.split())
PREDICTION = "get_prediction"
# Words by which libraries are given the rows of a question.
NAMING_ROWS = frozenset({"X", "x", "data", "exog"})
# What fits copies of an estimator, and keeps none.
COPYING = frozenset("cross_val_predict cross_val_score cross_validate".split())
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
        if call := asking_call(each.node):
            why, hint = _in_rounds(each.node, call) or _not_asked(call, each.node, running)
            return why, hint, each.span
    for each in reversed(running):
        if name := _printing(each.node):
            why = f"'{name}' prints what it answers, and returns nothing"
            shown = "put into a list what it prints, and return that list"
            return why, f"{shown}: then '{name}' is served as it is called", each.span
    place, name = scored_in_a_loop(running)
    if place:
        why = f"'{name}' is only scored, in a loop that fits one after the other"
        hint = f"fit the one that you choose after the loop, and ask it: `{name}.predict(...)`"
        return why, f"{hint}; or {FUNCTION}", place.span
    for each in running:
        for part in ast.walk(each.node):
            if isinstance(part, ast.Call) and (found := _of_call(part)):
                return *found, each.span
    return "no estimator is asked", FUNCTION, None


def _printing(node: ast.stmt) -> str:
    """The name of a function that is named for what it answers, and only prints it; "" for others."""
    match node:
        case ast.FunctionDef(name=name) if is_named_for_prediction(name) and not judges(name):
            prints = any(
                isinstance(part, ast.Call) and last_name(part.func) in ("print", "display")
                for part in ast.walk(node)
            )
            return name if prints and all_arguments(node.args) and not returns_a_value(node) else ""
    return ""


def _in_rounds(node: ast.stmt, call: ast.Call) -> tuple[str, str] | None:
    """The same of a loop that binds another estimator in each round."""
    text = ast.unparse(call.func)
    owner, _, method = text.rpartition(".")
    looped = isinstance(node, ast.For | ast.While) and owner in names_of(node).binds
    if not looped or method in FORECASTING:
        return None
    why = f"'{text}()' asks another estimator in each round of a loop, and no blend of their answers is found"
    hint = f"collect them, `answers.append({text}(rows))`, and keep `np.mean(answers, axis=0)` after the loop"
    return why, f"{hint}; or fit the one that you choose after it, and ask that"


def _not_asked(call: ast.Call, node: ast.stmt, running: Sequence[Statement]) -> tuple[str, str]:
    """Why a call that looks like a question to an estimator is none that can be served, and what to do."""
    text = ast.unparse(call.func)
    owner, _, method = text.rpartition(".")
    bound = {name for each in running for name in each.binds}
    if owner not in bound:
        return (
            f"'{text}()' asks no estimator that the notebook binds to a name of its own",
            FUNCTION,
        )
    if follows := what_follows(call, running):
        return follows
    if not call.args and not {word.arg for word in call.keywords} & NAMING_ROWS:
        why = f"'{text}()' names no rows"
        return why, f"ask about the rows that it learned from: `{text}(X)`; or {FUNCTION}"
    if method == PREDICTION:
        why = f"what '{text}()' returns holds answers, and is none"
        example = f"`def predict(rows): return {text}(rows).summary_frame()`"
        return why, f"{example} in a cell tagged `predict` could be asked, or `{owner}.predict(X)`"
    if isinstance(node, ast.For | ast.While) and is_fitted(owner, running):
        why = f"'{text}()' is asked in a loop, in another way each time"
        return why, f"ask it once below the loop, about a table of rows: `{text}(X)`; or {FUNCTION}"
    return f"'{owner}', which '{text}()' asks, is not fitted by a statement here", FUNCTION


def is_fitted(name: str, running: Sequence[Statement]) -> bool:
    """True where a statement fits what has that name, or binds it to what a fit returns."""
    for each in running:
        for part in ast.walk(each.node):
            match part:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="fit")):
                    if owner == name:
                        return True
                case ast.Assign(targets=[ast.Name(id=target)], value=ast.Call(func=function)):
                    if target == name and last_name(function) == "fit":
                        return True
    return False


def _of_call(call: ast.Call) -> tuple[str, str] | None:
    """What a call does in place of making something that answers, and what would."""
    name = last_name(call.func)
    if name in OWN_ROWS:
        why = f"{name} says nothing of rows that it did not learn from"
        return why, f"fit a classifier with its labels and ask that, or {FUNCTION}"
    if name in COPYING and call.args:
        model = ast.unparse(call.args[0])
        model = model if model.isidentifier() else "model"
        why = f"{name}() fits copies of an estimator, and keeps none"
        hint = f"fit it on all rows and ask it: `{model}.fit(X, y)`, `{model}.predict(X)`"
        return why, f"{hint}; or {FUNCTION}"
    return None


def remedy_for(why: str) -> str:
    """What makes a function one that can be served."""
    if why.startswith(IN_ONE_PIECE):
        return (
            "write that otherwise: import names one by one, keep values in a dict instead of "
            "globals(), give a function what it changes instead of `global`"
        )
    if why == BOUND_AGAIN:
        return "give each function, and whatever else is called so, a name of its own"
    if why == NO_ROWS:
        return "make it a plain function that takes rows, or how many steps ahead, and reads its model by name"
    return "make it a plain function that takes rows and reads its model by name"
