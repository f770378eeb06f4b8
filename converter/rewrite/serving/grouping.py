"""Estimators that are served though nobody asks them about new rows: by what they are, or were chosen for."""

from __future__ import annotations

import ast

from converter.model.dataflow import Statement
from converter.rewrite.serving.other_names import SAVED_BY, SAVING
from converter.syntax.dotted import last_name

# What groups or judges rows, and can say of a new one where it belongs: it may never be asked.
GROUPING = frozenset("""
    AffinityPropagation BayesianGaussianMixture Birch BisectingKMeans EllipticEnvelope GaussianMixture
    IsolationForest KMeans MeanShift MiniBatchKMeans OneClassSVM
    """.split())
# What says of texts how much they are of each topic, by `transform`: an answer, and no mere preparation.
TOPICS = frozenset("LatentDirichletAllocation MiniBatchNMF NMF".split())
TOPICS_TOLD = "fit_transform"
# What a search tells of the model that it has chosen, and keeps.
CHOSEN = frozenset({"best_estimator_", "best_params_", "best_score_"})


def made_by(classes: frozenset[str], statements: tuple[Statement, ...]) -> set[str]:
    """Names bound to estimators of these classes, fitted at once or later."""
    found: set[str] = set()
    for statement in statements:
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                made = call
                if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
                    made = call.func.value  # `KMeans(3).fit(X)`
                if last_name(made.func) in classes:
                    found.add(name)
    return found


def searches(statements: tuple[Statement, ...]) -> set[str]:
    """Names of searches for the best model whose choice the notebook looks at."""
    return {
        part.value.id
        for statement in statements
        for part in ast.walk(statement.node)
        if isinstance(part, ast.Attribute) and part.attr in CHOSEN
        if isinstance(part.value, ast.Name)
    }


def saved_models(statements: tuple[Statement, ...]) -> set[str]:
    """Names of estimators that learned a target and are saved: what the notebook is for, asked or not."""
    saved: set[str] = set()
    taught: set[str] = set()
    preparing: set[str] = set()
    for part in (part for statement in statements for part in ast.walk(statement.node)):
        match part:
            case ast.Call(func=function, args=[value, *_]) if last_name(function) in SAVING:
                saved |= {p.id for p in ast.walk(value) if isinstance(p, ast.Name)}
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if (
                attr in SAVED_BY
            ):
                saved.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="fit")):
                if len(part.args) > 1 or any(word.arg == "y" for word in part.keywords):
                    taught.add(name)
            case ast.Attribute(value=ast.Name(id=name), attr="transform" | "fit_transform"):
                preparing.add(name)
    return saved & taught - preparing
