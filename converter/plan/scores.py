"""The metrics that a notebook reports: names that it binds to scores, which a service's training keeps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from converter.model.dataflow import STDOUT, Statement
from converter.model.program import Program
from converter.plan.constants import is_literal
from converter.syntax.dotted import last_name

# Functions and methods that say how good a model is.
SCORING = frozenset("""
    accuracy_score adjusted_rand_score average_precision_score balanced_accuracy_score
    brier_score_loss cohen_kappa_score concordance_index cross_val_score davies_bouldin_score f1_score
    fbeta_score log_loss matthews_corrcoef max_error mean_absolute_error
    mean_absolute_percentage_error mean_pinball_loss mean_poisson_deviance mean_squared_error
    mean_squared_log_error median_absolute_error precision_score r2_score recall_score
    roc_auc_score root_mean_squared_error score silhouette_score top_k_accuracy_score
    v_measure_score explained_variance_score auc
    """.split())
SEVERAL = frozenset({"evaluate", "precision_recall_fscore_support"})
"""Calls whose answer is one score after the other: Keras' `loss, accuracy = model.evaluate(...)`."""
# Words in names of what is computed by hand: `test_rmse = np.sqrt(np.mean((y - p) ** 2))`.
WORDS = frozenset(
    "acc accuracy auc f1 mae mape mse precision r2 recall rmse rmsle smape wape".split()
)
REDUCING = frozenset("average item mean median norm sum".split())


def metrics_of(before: tuple[Statement, ...], program: Program) -> tuple[str, ...]:
    """Names that the notebook binds to scores, outside of loops: one, or each its own; and what cells
    tagged `metrics` bind to values that they compute."""
    tagged = {cell.number for cell in program.cells if cell.marks.metrics}
    printed = {name for each in before if _prints(each) for name in each.reads}
    found: dict[str, None] = {}
    for each in before:
        found |= dict.fromkeys(_scored(each, printed, {*found}, tagged=each.cell in tagged))
    return tuple(name for name in found if name.strip("_"))


def scores(value: ast.expr) -> bool:
    """True for an expression that says how good a model is."""
    return any(
        isinstance(part, ast.Call) and last_name(part.func) in SCORING for part in ast.walk(value)
    )


def _scored(
    statement: Statement, printed: set[str], earlier: set[str], *, tagged: bool
) -> Iterator[str]:
    match statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            by_hand = name in printed and _is_called_so(name) and _is_number(value, earlier)
            if scores(value) or by_hand or (tagged and not is_literal(value)):
                yield name
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=value) if _scores_each(value):
            yield from (one.id for one in names if isinstance(one, ast.Name))


def _scores_each(value: ast.expr) -> bool:
    """True for scores that stand beside each other, and for a call that returns several."""
    if isinstance(value, ast.Tuple):
        return all(map(scores, value.elts))
    return isinstance(value, ast.Call) and last_name(value.func) in SEVERAL


def _prints(statement: Statement) -> bool:
    return statement.effects == {STDOUT} and isinstance(statement.node, ast.Expr)


def _is_called_so(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+[0-9]?|[A-Z]+[0-9]?", name)
    return not WORDS.isdisjoint(word.lower() for word in words)


def _is_number(value: ast.expr, earlier: set[str]) -> bool:
    """True for a share, a mean or a sum, what a function of such a name returns, and what scores are made into."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div):
        return True
    for part in ast.walk(value):
        match part:
            case ast.Call(func=function):
                called = last_name(function)
                if called in REDUCING | SEVERAL or (called.islower() and _is_called_so(called)):
                    return True
            case ast.Name(id=name) if name in earlier and not isinstance(value, ast.Name):
                return True
    return False
