"""How functions show that they predict, judge or train: by their names, and by what they call."""

from __future__ import annotations

import ast
import re

NAMED = re.compile(
    r"(?:^|_)(predict|predictions?|classify|infer|inference|forecast|recommend|recommendations?|serve|score_one)(?:_|$)"
)
# Methods and functions that fit one: what calls them trains, and does not serve.
FITTING = frozenset("""
    cross_val_predict cross_val_score cross_validate fit fit_predict fit_resample fit_transform
    partial_fit train
    """.split())
# Names of functions that judge or draw predictions: whoever has rows does not ask these.
JUDGING = re.compile(
    r"(?:^|_)(accuracy|auc|chart|draw|err|errors?|evaluate|evaluation|mae|mape|metrics?|mse|plots?|rmse"
    r"|visuali[sz]e)(?:_|$)"
)
PREDICTING = re.compile(r"(predict|classify|infer|recommend|serve)(?:_|$)")


def is_named_for_prediction(name: str) -> bool:
    """True for `predict`, `knn_predict`, `classify_message`; not for private ones."""
    return not name.startswith("_") and bool(NAMED.search(name.lower()))


def judges(name: str) -> bool:
    """True for `evaluate_predictions`; not for `predict_error`, which predicts."""
    name = name.lower()
    return not PREDICTING.match(name) and bool(JUDGING.search(name))


def could_predict(node: ast.FunctionDef) -> bool:
    """True for a function named for prediction that returns something and neither judges nor trains."""
    return (
        is_named_for_prediction(node.name)
        and not judges(node.name)
        and returns_a_value(node)
        and not called_in(node) & FITTING
    )


def called_in(node: ast.AST) -> frozenset[str]:
    """The last names of the functions and methods that are called."""
    return frozenset(
        part.func.attr if isinstance(part.func, ast.Attribute) else part.func.id
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute | ast.Name)
    )


def returns_a_value(node: ast.AST) -> bool:
    """True where something else than None is returned somewhere."""
    return any(
        isinstance(part, ast.Return)
        and part.value is not None
        and not (isinstance(part.value, ast.Constant) and part.value.value is None)
        for part in ast.walk(node)
    )
