"""What `train --compile` would gain for each artifact, as far as the code says what it is.

Training decides: a form is taken only where it is proved equal and faster. Which classes have one is
what the templates' `direct.py`, `direct_columns.py` and `onnx_models.py` can do.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.model.split import Gain

LINEAR = frozenset("""
    LogisticRegression LogisticRegressionCV SGDClassifier Perceptron RidgeClassifier
    RidgeClassifierCV LinearSVC PassiveAggressiveClassifier LinearRegression Ridge RidgeCV Lasso
    LassoCV ElasticNet ElasticNetCV Lars LassoLars BayesianRidge HuberRegressor SGDRegressor
    LinearSVR
    """.split())
TREES = frozenset("""
    DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor
    RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor
    GradientBoostingClassifier GradientBoostingRegressor
    """.split())
SCALERS = frozenset("MaxAbsScaler MinMaxScaler RobustScaler StandardScaler".split())
BAYES = frozenset({"MultinomialNB"})
OF_COLUMNS = frozenset("OneHotEncoder OrdinalEncoder SimpleImputer".split())
"""What has a direct form as a part of a ColumnTransformer, and not by itself."""
OF_TEXTS = frozenset("CountVectorizer HashingVectorizer TfidfVectorizer".split())
PIPELINES = frozenset("Pipeline make_pipeline".split())
BY_COLUMNS = frozenset("ColumnTransformer make_column_transformer".split())
SEARCHES = frozenset(
    "GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV".split()
)
ROOTS = ("sklearn", "xgboost", "lightgbm")
DEEPEST = 20
"""Steps from name to name and call to call; beyond, the code is no plain constructor."""


def gains_of(
    names: Iterable[str], statements: Iterable[Statement], imported: Iterable[Statement]
) -> tuple[Gain, ...]:
    """A gain for each artifact; `statements` are those of training, `imported` those with imports."""
    bound = {name: each.node for each in statements for name in each.binds}
    reader = _Reader(bound, dict(_sources(imported)))
    return tuple(_gain(name, reader.made(ast.Name(name, ast.Load()))) for name in names)


@dataclass(frozen=True)
class _Class:
    """A class as the code constructs it: its name, its package, and its parts where it has some."""

    name: str
    root: str
    parts: tuple[_Class | None, ...] = ()
    starts: bool = False
    """True for boosting that begins with another estimator."""

    def told(self) -> str:
        inner = ", ".join(part.told() if part else "?" for part in self.parts)
        return f"{self.name}({inner})" if self.parts else self.name


@dataclass(frozen=True)
class _Reader:
    """Reads what a name is bound to, through training's statements."""

    bound: Mapping[str, ast.stmt]
    sources: Mapping[str, tuple[str, str]]

    def made(self, node: ast.expr, depth: int = 0) -> _Class | None | str:
        """The class of a value, "" for what is no estimator, None where the code does not tell."""
        if depth > DEEPEST:
            return None
        match node:
            case ast.Name(id=name) if name in self.bound:
                return self._bound(self.bound[name], depth + 1)
            case ast.Call(
                func=ast.Attribute(value=inner, attr="fit" | "partial_fit" | "set_params")
            ):
                return self.made(inner, depth + 1)
            case ast.Attribute(value=inner, attr="best_estimator_"):
                found = self.made(inner, depth + 1)
                return found.parts[0] if isinstance(found, _Class) and found.parts else None
            case ast.Call(func=function):
                return self._constructed(node, function, depth + 1)
            case (
                ast.Constant()
                | ast.List()
                | ast.Dict()
                | ast.Tuple()
                | ast.ListComp()
                | ast.DictComp()
            ):
                return ""
        return None

    def _bound(self, node: ast.stmt, depth: int) -> _Class | None | str:
        match node:
            case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(
                value=ast.expr() as value
            ):
                return self.made(value, depth)
        return None

    def _constructed(self, call: ast.Call, function: ast.expr, depth: int) -> _Class | None | str:
        root, name = self._called(function)
        if not root and isinstance(function, ast.Attribute):
            return ""  # what a method gives: a mean, a table, a list
        if not root or not name[:1].isupper() and name not in PIPELINES | BY_COLUMNS:
            return None if root in ROOTS or not root else ""
        if root not in ROOTS:
            return _Class(name, root)
        nodes = list(self._parts(call, name))
        found = [self.made(part, depth) for part in nodes]
        parts = tuple(each if isinstance(each, _Class) else None for each in found)
        starts = any(word.arg == "init" for word in call.keywords)
        return _Class(name, root, parts, starts)

    def _called(self, function: ast.expr) -> tuple[str, str]:
        """(package, name) of what is called, ("", "") where it was not imported."""
        match function:
            case ast.Name(id=name) if name in self.sources:
                module, original = self.sources[name]
                return module.split(".")[0], original
            case ast.Attribute(value=inner, attr=attr):
                while isinstance(inner, ast.Attribute):
                    inner = inner.value
                if isinstance(inner, ast.Name) and inner.id in self.sources:
                    return self.sources[inner.id][0].split(".")[0], attr
        return "", ""

    def _parts(self, call: ast.Call, name: str) -> Iterator[ast.expr]:
        """The steps of a pipeline, the transformers of columns, the estimator of a search."""
        given = [
            *call.args,
            *(w.value for w in call.keywords if w.arg in ("steps", "transformers", "estimator")),
        ]
        if name in SEARCHES:
            yield from given[:1]
        elif name == "make_pipeline":
            yield from call.args
        elif name in PIPELINES | BY_COLUMNS and given:
            place = 0 if name == "make_column_transformer" else 1
            entries = given if name == "make_column_transformer" else self._entries(given[0])
            for entry in entries:
                if isinstance(entry, ast.Tuple) and len(entry.elts) > place:
                    part = entry.elts[place]
                    if not (
                        isinstance(part, ast.Constant)
                        and part.value in ("drop", "passthrough", None)
                    ):
                        yield part

    def _entries(self, node: ast.expr) -> list[ast.expr]:
        if isinstance(node, ast.Name) and isinstance(self.bound.get(node.id), ast.Assign):
            node = self.bound[node.id].value  # type: ignore[attr-defined]
        return (
            node.elts
            if isinstance(node, ast.List | ast.Tuple)
            else [ast.Tuple([node, node], ast.Load())]
        )


def _sources(statements: Iterable[Statement]) -> Iterator[tuple[str, tuple[str, str]]]:
    """(name in the notebook, (module, name there)) of what imports bind."""
    for statement in statements:
        for part in ast.walk(statement.node):
            if isinstance(part, ast.ImportFrom) and part.module:
                for alias in part.names:
                    yield alias.asname or alias.name, (part.module, alias.name)
            elif isinstance(part, ast.Import):
                for alias in part.names:
                    yield alias.asname or alias.name.split(".")[0], (alias.name, "")


def _gain(name: str, found: _Class | None | str) -> Gain:
    if isinstance(found, str):
        return Gain(name, "", "none", "it is no estimator")
    if found is None:
        return Gain(
            name, "", "unknown", "the code does not say of which class it is; training tries"
        )
    why = _why_not(found, alone=True)
    if found.root not in ROOTS:
        return Gain(
            name, found.told(), "none", "forms are known for scikit-learn, XGBoost, LightGBM"
        )
    if _last(found).name in TREES and not why:
        return Gain(name, found.told(), "leaves", "trees: their leaves, found by ONNX Runtime")
    if not why:
        return Gain(name, found.told(), "direct", "its own arithmetic in numpy")
    if any(each.name in OF_TEXTS for each in _all(found)):
        return Gain(name, found.told(), "none", "it is given texts, not numbers")
    return Gain(name, found.told(), "tried", f"{why}; training tries ONNX, within 1e-6")


def _why_not(found: _Class, *, alone: bool) -> str:
    """Why there is no direct form, or ""."""
    if found.name in PIPELINES | BY_COLUMNS:
        if not found.parts or None in found.parts:
            return f"the code does not say what all parts of the {found.name} are"
        inside = found.name in BY_COLUMNS or not alone
        parts = [each for each in found.parts if each]
        if found.name in PIPELINES and alone and parts[0].name in BY_COLUMNS:
            return next(filter(None, (_why_not(each, alone=True) for each in parts)), "")
        return next(filter(None, (_why_not(each, alone=not inside) for each in parts)), "")
    if found.starts and "GradientBoosting" in found.name:
        return "its boosting begins with another estimator (init=)"
    known = LINEAR | TREES | SCALERS | BAYES | (frozenset() if alone else OF_COLUMNS)
    if found.root == "sklearn" and found.name in known:
        return ""
    return f"{found.name} has no direct form" + (" by itself" if found.name in OF_COLUMNS else "")


def _last(found: _Class) -> _Class:
    """The step of a pipeline that answers."""
    while found.name in PIPELINES and found.parts and found.parts[-1]:
        found = found.parts[-1]
    return found


def _all(found: _Class) -> Iterator[_Class]:
    yield found
    for part in found.parts:
        if part:
            yield from _all(part)
