"""Which names' objects a statement changes in place: through aliases, callees and libraries' methods.

Order inside the notebook is not looked at: two names that once shared an object count as sharing
it. Two answers are given: what is changed for sure as far as tables and code tell, and what may
be, where a call is unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from converter.analyse.arguments import Summary
from converter.analyse.callees import Callees, callees_of
from converter.analyse.evaluation import FUNCTIONS, Evaluation
from converter.analyse.roots import Roots, union
from converter.analyse.sharing import Sharing
from converter.analyse.summaries import summaries_of
from converter.syntax.names import names_of


@dataclass(frozen=True)
class Mutations:
    """Names that statements change: `changed` by id of the node, `touched` those that may be."""

    changed: Mapping[int, frozenset[str]]
    touched: Mapping[int, frozenset[str]]
    callees: Callees
    summaries: Mapping[str, Summary]


def mutations_of(nodes: Iterable[ast.stmt]) -> Mutations:
    """What each of the notebook's statements changes in place, by `id(node)`."""
    statements = list(nodes)
    callees = callees_of(statements)
    functions, methods = summaries_of(statements, callees)
    unchanging = _unchanging(statements)
    bindings, puts = [], []
    found = {}
    for node in statements:
        reading = Evaluation(callees, functions, methods)
        reading.statement(node)
        bindings += reading.bindings
        puts += reading.puts
        changed = reading.changed | _when_called(node, functions, methods)
        found[id(node)] = (changed.without(unchanging), reading.shallow.without(unchanging))
    sharing = Sharing(*(_of_objects(each, unchanging) for each in (bindings, puts)))
    closed = {key: sharing.closed(*roots) for key, roots in found.items()}
    return Mutations(
        {key: roots.known for key, roots in closed.items()},
        {key: roots.may for key, roots in closed.items()},
        callees,
        functions,
    )


def _of_objects(
    pairs: Iterable[tuple[str, Roots]], unchanging: frozenset[str]
) -> list[tuple[str, Roots]]:
    """The pairs that are about objects which can be changed."""
    return [(name, each.without(unchanging)) for name, each in pairs if name not in unchanging]


# Calls whose value is a number, a text or another object that nobody can change.
PLAIN_CALLS = frozenset("abs bool float int len round str date datetime Path".split())


def _unchanging(statements: Iterable[ast.stmt]) -> frozenset[str]:
    """Names only ever bound to numbers, texts and the like, or to functions and modules."""
    plain: set[str] = set()
    others: set[str] = set()
    for node in statements:
        bound = names_of(node).binds
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_plain(value):
                plain.add(name)
                others |= bound - {name}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if _is_plain(
                value
            ):
                plain.add(name)
                others |= bound - {name}
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Import() | ast.ImportFrom():
                plain |= bound
            case _:
                others |= bound
    return frozenset(plain - others)


def _is_plain(value: ast.expr) -> bool:
    match value:
        case ast.Constant() | ast.JoinedStr() | ast.Compare():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand)
        case ast.BinOp(left=left, right=right):
            return _is_plain(left) and _is_plain(right)
        case ast.Call(func=ast.Name(id=name)):
            return name in PLAIN_CALLS
    return False


def _when_called(
    node: ast.stmt, functions: Mapping[str, Summary], methods: Mapping[str, tuple[Summary, ...]]
) -> Roots:
    """What the functions that `node` defines change of the notebook's names when they are called."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return _outside(functions[name])
        case ast.ClassDef(body=body):
            names = [part.name for part in body if isinstance(part, FUNCTIONS)]
            return union(_outside(each) for name in names for each in methods.get(name, ()))
    return Roots()


def _outside(summary: Summary) -> Roots:
    own = frozenset(summary.parameters) | summary.rest
    return Roots(summary.changed.known - own, summary.changed.may - own)
