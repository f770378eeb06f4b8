"""What values were made from, by names and columns: weights are learned from the target, too, means are not."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.rowwise import SPLITS
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.scopes import bound_names

LOOPS = (ast.For, ast.While)
SHAPES = frozenset("T columns dtypes index iloc loc ndim shape size values".split())


class Origins:
    """Where the names of a notebook come from."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer
        self._known: dict[tuple[str, int], frozenset[str]] = {}

    def of(self, names: Collection[str], order: int) -> frozenset[str]:
        """Columns and tables from which `names` were made, as they are for the statement `order`."""
        return frozenset().union(*(self._of(name, order) for name in names))

    def _of(self, name: str, order: int) -> frozenset[str]:
        """The columns that are read for what `name` is before the statement `order`, and tables of rows."""
        statements = [s for s in self.tracer.statements if s.order < order]
        found = [s for s in statements if name in s.binds | s.mutates and not _sets_column(s.node)]
        sure = [s.order for s in found if name in s.surely]
        found = [s for s in found if s.order >= max(sure, default=-1)]
        if not found or isinstance(found[-1].node, ast.FunctionDef | ast.ClassDef):
            return frozenset()
        key = (name, found[-1].order)
        if key not in self._known:
            self._known[key] = frozenset()  # what refers to itself has the rest
            self._known[key] = frozenset().union(*(self._made_by(s, name) for s in found))
        return self._known[key]

    def _made_by(self, statement: Statement, name: str) -> frozenset[str]:
        """The same of one statement: columns that it reads, and what its names come from."""
        tree = parsed(statement.text).body[0]
        value, chosen = _given_to(name, tree)
        parts = list(_parts(value))
        found = set(_columns(parts))
        read = {part.id for part in parts if isinstance(part, ast.Name)}
        read = (read & (statement.reads | statement.binds)) - self.tracer.static
        if not chosen and self.tracer.kind_before(name, statement.order + 1) == "rows":
            found.add(name)
        for each in read:
            if each == name or each not in statement.binds or not isinstance(tree, LOOPS):
                found |= self._of(each, statement.order)
        return frozenset(found)


def held_by(names: Collection[str], tracer: Tracer) -> frozenset[str]:
    """What the notebook's functions among `names` read when they are called."""
    functions = {
        s.node.name: s.late for s in tracer.statements if isinstance(s.node, ast.FunctionDef)
    }
    found: set[str] = set()
    waiting = [name for name in names if name in functions]
    while waiting:
        more = functions[waiting.pop()] - found
        found |= more
        waiting += more & functions.keys()
    return frozenset(found - tracer.static)


def words_of(value: ast.AST) -> frozenset[str]:
    """The names and columns that an expression reads itself."""
    parts = list(_parts(value))
    return frozenset({*_columns(parts), *(p.id for p in parts if isinstance(p, ast.Name))})


def _given_to(name: str, tree: ast.stmt) -> tuple[ast.AST, bool]:
    """What a statement gives a name, and whether that is but a choice of rows."""
    match tree:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call(func=f, args=args)) if (
            last_name(f) in SPLITS
        ):
            for place, target in enumerate(targets):
                if name in set(bound_names(target)) and place // 2 < len(args):
                    return args[place // 2], True
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            for target, value in zip(targets, values, strict=False):
                if name in set(bound_names(target)):
                    return value, _chooses(value)
        case ast.Assign(targets=[ast.Name()], value=value):
            return value, _chooses(value)
    return tree, False


def _sets_column(node: ast.stmt) -> bool:
    """True for `df["c"] = ...`: who reads that column, says so."""
    match node:
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str()))]):
            return True
    return False


def _chooses(value: ast.expr) -> bool:
    """True for certain rows of a table: `X[:400]`, `df.sample(frac=0.8)`, `df.drop(train.index)`."""
    match value:
        case ast.Name():
            return True
        case ast.Subscript(slice=ast.Slice() | ast.Compare()):
            return True
        case ast.Subscript(
            value=ast.Attribute(attr="iloc" | "loc"), slice=ast.Tuple(elts=[first, *_])
        ):
            return not (isinstance(first, ast.Slice) and first.lower is first.upper)  # `[:, 1]`
        case ast.Subscript(value=ast.Attribute(attr="iloc" | "loc")):
            return True
        case ast.Call(func=ast.Attribute(attr="sample" | "drop" | "copy" | "head" | "tail")):
            return True
    return False


def _parts(value: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression; how many rows there are, `len(y)`, tells nothing of them."""
    match value:
        case ast.Call(func=ast.Name(id="len")) | ast.Attribute(attr="shape" | "size"):
            return
    yield value
    for part in ast.iter_child_nodes(value):
        yield from _parts(part)


def _columns(parts: Sequence[ast.AST]) -> Iterator[str]:
    """Texts that take columns out of tables, `df["a"]`, `df[["a", "b"]]`, and attributes: `df.a`."""
    called = {id(part.func) for part in parts if isinstance(part, ast.Call)}
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.Attribute) and id(part) not in called:
            if part.attr not in SHAPES:
                yield part.attr
