"""What a call does to its receiver and its arguments, by the tables of the imported libraries."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from converter.analyse.libraries import LIBRARIES
from converter.analyse.libraries.matplotlib import MATPLOTLIB
from converter.analyse.library import Library
from converter.syntax.scopes import bound_names

Kind = Literal["changing", "drawing", "view", "fresh", "holding", "unknown", "mixed"]


@dataclass(frozen=True)
class Callees:
    """The tables that count, and what each imported name means.

    `modules` are names bound to modules, `members` names imported from a module: its full name.
    `canvases` are names bound to figures and axes. With `learners`, a library whose estimators learn in
    place is imported, though no table has it.
    """

    tables: tuple[Library, ...]
    modules: dict[str, str]
    members: dict[str, str]
    canvases: frozenset[str] = frozenset()
    learners: bool = False

    def only_draws(self, name: str) -> bool:
        """True for a method that changes figures and axes, and of other objects nothing."""
        return not any(name in t.changing for t in self.tables if t is not MATPLOTLIB)

    def method(self, name: str) -> Kind:
        """What calling the method `name` of some object means; `mixed` where tables disagree."""
        found: set[Kind] = set()
        for table in self.tables:
            found |= {"changing"} if name in table.changing else set()
            found |= {"view"} if name in table.views else set()
            found |= {"fresh"} if name in table.fresh else set()
            found |= {"drawing"} if name in table.drawing else set()
        if found and name == "fit" and self.learners and "changing" not in found:
            return "unknown"  # statsmodels' models do not learn in place, the others do
        if len(found) == 1:
            return found.pop()
        if found:
            return "mixed" if found & {"changing", "drawing"} else "view"
        if name.endswith("_") and not name.endswith("__") and self._has("torch"):
            return "changing"
        return "unknown"

    def attribute(self, name: str) -> Kind:
        """What reading the attribute `name` gives: a view unless a table knows better."""
        return "view"

    def function(self, node: ast.expr) -> Kind:
        """What calling the function `node` (a name, or `module.name`) does to its arguments."""
        full = self.full_name(node)
        module, _, name = full.rpartition(".")
        if any(name in table.holding for table in self.tables):
            return "holding"
        if any(name in table.views for table in self.tables if module):
            return "view"
        known = any(name in table.functions for table in self.tables)
        known |= any(
            module == pure or module.startswith(f"{pure}.")
            for table in self.tables
            for pure in table.pure_modules
        )
        if name[:1].isupper():
            return "holding"
        return "fresh" if known else "unknown"

    def changed_arguments(self, name: str) -> tuple[int | str, ...]:
        """Positions and keywords of the arguments that the function or method `name` changes."""
        found = [place for table in self.tables for place in table.changing_arguments.get(name, ())]
        return tuple(dict.fromkeys(found))

    def full_name(self, node: ast.expr) -> str:
        """`numpy.linalg.norm` for `np.linalg.norm`; a bare name for what is not imported."""
        match node:
            case ast.Name(id=name):
                return self.members.get(name) or self.modules.get(name) or name
            case ast.Attribute(value=value, attr=attr):
                owner = self.full_name(value)
                return f"{owner}.{attr}" if owner else ""
        return ""

    def is_module(self, node: ast.expr) -> bool:
        """True for an expression that names an imported module or a part of one."""
        match node:
            case ast.Name(id=name):
                return name in self.modules
            case ast.Attribute(value=value, attr=attr):
                return self.is_module(value) and not attr[:1].isupper()
        return False

    def _has(self, root: str) -> bool:
        return any(root in table.roots for table in self.tables)


def callees_of(trees: Iterable[ast.AST]) -> Callees:
    """The callees of a notebook, from its imports."""
    trees = list(trees)
    modules: dict[str, str] = {}
    members: dict[str, str] = {}
    for node in (part for tree in trees for part in ast.walk(tree)):
        for name, full, is_module in _imports(node):
            (modules if is_module else members)[name] = full
    roots = {full.split(".")[0] for full in [*modules.values(), *members.values()]}
    wanted = {root for table in LIBRARIES for root in table.roots} & roots
    if wanted:
        wanted |= {"numpy", "pandas"}  # what the others give and take
    tables = tuple(t for t in LIBRARIES if not t.roots or wanted & set(t.roots))
    return Callees(tables, modules, members, frozenset(_canvases(trees)), bool(LEARNERS & roots))


LEARNERS = frozenset("""
    autogluon fbprophet feature_engine hmmlearn interpret keras neuralprophet ngboost pmdarima prophet
    pyod sktime surprise tensorflow
    """.split())


DRAWN = frozenset(
    "add_subplot axes figure gca gcf subplot subplot_mosaic subplots twinx twiny".split()
)
CANVAS_ARGUMENTS = frozenset({"ax", "axes", "axs", "fig"})


def _canvases(trees: list[ast.AST]) -> Iterator[str]:
    """Names that are bound to figures or axes, or that functions call their axes."""
    for node in (part for tree in trees for part in ast.walk(tree)):
        match node:
            case ast.Assign(targets=targets, value=ast.Call(func=ast.Attribute(attr=name))):
                if name in DRAWN or name.endswith("plot"):
                    yield from (bound for target in targets for bound in bound_names(target))
            case ast.arg(arg=name) if name in CANVAS_ARGUMENTS:
                yield name
            case ast.Name(id=name, ctx=ast.Store()) if name in CANVAS_ARGUMENTS:
                yield name


def _imports(node: ast.AST) -> Iterator[tuple[str, str, bool]]:
    match node:
        case ast.Import(names=aliases):
            for alias in aliases:
                root = alias.name.split(".")[0]
                yield alias.asname or root, alias.name if alias.asname else root, True
        case ast.ImportFrom(module=str(module), names=aliases):
            for alias in aliases:
                name = alias.asname or alias.name
                # `from scipy import stats` binds a module; a class or function is no module's root.
                lower = alias.name.islower() and f"{module}.{alias.name}" in SUBMODULES
                yield name, f"{module}.{alias.name}", lower


# Modules that are usually imported from their package by name.
SUBMODULES = frozenset("""
    matplotlib.pyplot matplotlib.pylab os.path scipy.stats scipy.signal scipy.linalg scipy.special
    scipy.optimize scipy.interpolate scipy.integrate scipy.sparse sklearn.metrics sklearn.datasets
    sklearn.preprocessing sklearn.model_selection sklearn.linear_model sklearn.svm sklearn.tree
    sklearn.ensemble sklearn.pipeline statsmodels.api torch.nn torch.optim
    """.split())
