"""Values that definitions read as globals of their own module, as they did in the notebook.

Where runtime values cannot be passed as arguments (methods, decorated functions, functions kept in
containers, `global` in a function), the definition moves to module level as it is, and the stages
bind the values in that module too: after each plain assignment (`copied`), or only there (`kept`)
where a function assigns the name or a block binds it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.syntax.control import asked_names
from converter.syntax.scopes import bound_names

# Libraries whose worker processes import modules anew: values bound in a module stay behind.
FRESH_WORKERS = frozenset("dask distributed ipyparallel joblib loky pathos pyspark ray".split())
STORING = frozenset({"dump", "load", "hash"})
FRESH_WORKER_WORDS = frozenset({"n_jobs", "n_workers", "workers"})
# Where processes are not forked, nobody finds a notebook's functions, so a notebook's pools do fork.
FRESH_WORKER_NAMES = frozenset({"get_context", "set_start_method"})


@dataclass(frozen=True)
class Shared:
    """`names` that definitions share with the stages; `kept` are those bound nowhere else."""

    names: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    @property
    def copied(self) -> frozenset[str]:
        """Names that stages bind as their own and in the module."""
        return self.names - self.kept


class Sharing:
    """Which values can be bound in a module whenever the notebook binds them."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self._statements = statements
        self._binders: dict[str, list[Statement]] = {}
        for statement in statements:
            for name in statement.binds | statement.deletes:
                self._binders.setdefault(name, []).append(statement)
        self.barred = _leaves_for_fresh_workers(statements)
        self._asked, self._asked_late = _asked(statements)

    def shared_by(self, values: Iterable[str], assigned: Iterable[str]) -> Shared:
        """How `values` are shared, of which functions assign `assigned`."""
        names = frozenset(values) | frozenset(assigned)
        plain = {name for name in names if all(_is_plain(b, name) for b in self._of(name))}
        return Shared(names, frozenset(assigned) | (names - plain))

    def obstacle(
        self,
        shared: Shared,
        own: Iterable[str],
        definitions: frozenset[int],
        hopeful: frozenset[int],
    ) -> str:
        """Why the values `own` of a definition cannot be shared, or "".

        `definitions` are the orders of all that live in the module, `hopeful` of those that may yet:
        of several functions that assign one global, none has to stay because of the others.
        """
        if self.barred:
            return f"{self.barred} may run it in a fresh process, where no value is bound"
        # In a module a value is there from the start, and reading it raises no NameError.
        unsure = sorted(set(own) & (self._asked_late | (self._asked & shared.kept)))
        if unsure:
            return f"'{unsure[0]}' is read where an `except NameError` waits"
        for name in sorted(set(own) & shared.kept):
            if any(name in e.strings for e in self._statements if e.order not in definitions):
                return f"'{name}' is read from a string"
            if any(_shows_source(e.node, name) for e in self._statements):
                return f"'{name}' is shown with its source text"
            for binder in self._of(name):
                if not _stores_only(binder.node, name):
                    return f"'{name}' is bound in a way that no attribute can be"
            for each in self._statements:
                if name in each.assigns_late and each.order not in definitions | hopeful:
                    return f"a function that stays in its stage assigns '{name}' too"
        return ""

    def _of(self, name: str) -> list[Statement]:
        return self._binders.get(name, [])


def _asked(statements: Iterable[Statement]) -> tuple[frozenset[str], frozenset[str]]:
    """Names that stages read where they expect a NameError, and those that definitions read there."""
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    statements = tuple(statements)
    late = {e.node.name: e.late for e in statements if isinstance(e.node, definitions)}
    now: set[str] = set()
    later: set[str] = set()
    for each in statements:
        asked = asked_names(each.node)
        (later if isinstance(each.node, definitions) else now).update(asked)
        later = later.union(*(late[name] for name in asked & late.keys()))
    return frozenset(now), frozenset(later)


def copies_of(statements: Iterable[Statement], shared: Shared) -> Mapping[int, tuple[str, ...]]:
    """For each statement that binds copied values: their names, in order."""
    found = {each.order: tuple(sorted(each.binds & shared.copied)) for each in statements}
    return {order: names for order, names in found.items() if names}


def _is_plain(binder: Statement, name: str) -> bool:
    """True when the whole effect of the statement on `name` is over when it ends."""
    node = binder.node
    if any(
        isinstance(part, ast.NamedExpr) and name in bound_names(part.target)
        for part in ast.walk(node)
    ):
        return False
    match node:
        case ast.Assign() | ast.AugAssign() | ast.AnnAssign() | ast.Import() | ast.ImportFrom():
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return True
    return False


def _stores_only(node: ast.AST, name: str) -> bool:
    """True when `node` binds `name` by assignments only, which an attribute can take as well."""
    match node:
        case ast.NamedExpr(target=target) if name in bound_names(target):
            return False
        case ast.alias():
            return (node.asname or node.name.split(".")[0]) != name
        case ast.FunctionDef(name=bound) | ast.AsyncFunctionDef(name=bound):
            return bound != name  # what it binds inside is its own
        case ast.ClassDef(name=bound):
            return bound != name
        case ast.Lambda():
            return True
        case ast.ExceptHandler(name=bound) | ast.MatchAs(name=bound) | ast.MatchStar(name=bound):
            if bound == name:
                return False
        case ast.MatchMapping(rest=bound) if bound == name:
            return False
    return all(_stores_only(child, name) for child in ast.iter_child_nodes(node))


def _shows_source(node: ast.AST, name: str) -> bool:
    """True for `f"{name=}"`, which prints how the value is written."""
    return any(
        isinstance(text, ast.Constant)
        and str(text.value).rstrip().rstrip("=").rstrip().endswith(name)
        and isinstance(value, ast.FormattedValue)
        and isinstance(value.value, ast.Name)
        and value.value.id == name
        for part in ast.walk(node)
        if isinstance(part, ast.JoinedStr)
        for text, value in zip(part.values, part.values[1:], strict=False)
    )


def _leaves_for_fresh_workers(statements: Iterable[Statement]) -> str:
    """What in the notebook may call its functions in a process that imports the project anew."""
    storing: set[str] = set()  # names of joblib itself: to dump and load is no worker's affair
    for statement in statements:
        for part in ast.walk(statement.node):
            match part:
                case ast.Import(names=aliases):
                    roots = {alias.name.split(".")[0] for alias in aliases}
                    storing |= {a.asname or a.name for a in aliases if a.name == "joblib"}
                    roots -= {a.name for a in aliases if a.name == "joblib"}
                case ast.ImportFrom(module="joblib", names=aliases):
                    roots = {"joblib"} if {a.name for a in aliases} - STORING else set()
                case ast.ImportFrom(module=str(module), names=aliases):
                    roots = {module.split(".")[0], *(alias.name for alias in aliases)}
                case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in storing:
                    roots = {"joblib"} - ({"joblib"} if attr in STORING else set())
                case ast.keyword(arg=str(word)) if word in FRESH_WORKER_WORDS:
                    return f"'{word}'"
                case ast.Attribute(attr=name) if name in FRESH_WORKER_NAMES:
                    return name
                case _:
                    continue
            found = sorted(roots & (FRESH_WORKERS | FRESH_WORKER_NAMES))
            if found:
                return found[0]
    return ""
