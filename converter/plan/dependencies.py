"""Which statements need what earlier ones did: values, changes in place, and resources.

Resources (`<rng>`, `<files>`, ...) count as names that statements read and change, so that the order of
draws and of files written is a dependency like any other.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from converter.model.dataflow import ENVIRON, FILES, NETWORK, OPTIONS, RNG, Statement
from converter.plan.configuring import configures, imported_from
from converter.syntax.dotted import root_name
from converter.syntax.references import references

# Resources whose use by one statement is seen by the next that uses them.
CHAINED = frozenset({RNG, FILES, NETWORK})
# What these change is seen by everything that follows.
GLOBAL = frozenset({ENVIRON, OPTIONS})
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Dependencies:
    """`needs` of each statement: orders of the earlier statements that it may depend on.

    `final` gives for each name the statements that made its value at the end.
    """

    needs: Mapping[int, frozenset[int]]
    final: Mapping[str, frozenset[int]]

    def of(self, orders: Iterable[int]) -> frozenset[int]:
        """`orders` and all that they need, directly or through others."""
        found: set[int] = set()
        waiting = list(orders)
        while waiting:
            order = waiting.pop()
            if order not in found:
                found.add(order)
                waiting += self.needs.get(order, ())
        return frozenset(found)

    def values(self, names: Iterable[str]) -> frozenset[int]:
        """The statements that the final values of `names` need."""
        return self.of(order for name in names for order in self.final.get(name, ()))


def dependencies_of(statements: Iterable[Statement], given: Collection[str] = ()) -> Dependencies:
    """The dependencies among `statements`, in the order given; `given` names are bound before."""
    statements = list(statements)
    late = _late_reads(statements)
    # What code reads when it is called, by whatever way: a method of an object out of a table.
    hidden = frozenset().union(*(s.late | s.strings | s.assigns_late for s in statements))
    changing = {name: s.mutates & s.late for s in statements for name in s.binds}
    imported = imported_from(statements)
    current: dict[str, set[int]] = {name: set() for name in given}
    lasting: set[int] = set()
    needs: dict[int, frozenset[int]] = {}
    for each in statements:
        resources = _resources(each, late)
        # What a definition's code reads counts where it is called.
        names = each.reads if isinstance(each.node, DEFINITIONS) else _all_reads(each, late)
        decorating = _changed_by_decorators(each, changing)
        # An object is changed through a name that is read; its other names need not be bound.
        reads = names | (resources & CHAINED) | (each.touches | each.mutates) & hidden | decorating
        found = set(lasting)
        for name in reads:
            found |= current.get(name, set())
        needs[each.order] = frozenset(found - {each.order})
        for name in each.binds | each.deletes:
            if name in each.surely or name in each.deletes:
                current[name] = {each.order}
            else:
                current.setdefault(name, set()).add(each.order)
        changes = each.touches | each.mutates | decorating | _assigned(each, late)
        for name in changes - each.binds:
            current.setdefault(name, set()).add(each.order)
        seen = resources & CHAINED - ({FILES} if each.reads_only else set())
        for resource in seen:
            current.setdefault(resource, set()).add(each.order)
        sets_up = resources & GLOBAL or _seeds(each.node) or configures(each, imported)
        if not isinstance(each.node, DEFINITIONS) and sets_up:
            lasting.add(each.order)
    return Dependencies(needs, {name: frozenset(orders) for name, orders in current.items()})


def _changed_by_decorators(
    statement: Statement, changing: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """What decorators of the notebook change when they get a definition: a table that it is put in."""
    decorators = getattr(statement.node, "decorator_list", [])
    return frozenset().union(*(changing.get(root_name(each), frozenset()) for each in decorators))


def _seeds(node: ast.stmt) -> bool:
    """Whether a statement seeds a generator: whichever draws from it later, in whatever library."""
    called = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
    names = (getattr(each, "attr", getattr(each, "id", "")) for each in called)
    return any("seed" in name.lower().split("_") for name in names)


@dataclass(frozen=True)
class _Late:
    """What calling each function (or class, or lambda) of the notebook reads, assigns and uses."""

    reads: Mapping[str, frozenset[str]]
    assigns: Mapping[str, frozenset[str]]
    effects: Mapping[str, frozenset[str]]


def _late_reads(statements: list[Statement]) -> _Late:
    """For every name: what code bound to it reads late, through the names it reads."""
    reads: dict[str, set[str]] = {}
    assigns: dict[str, set[str]] = {}
    effects: dict[str, set[str]] = {}
    for each in statements:
        if not (each.late or each.assigns_late or each.effects_called):
            continue
        for name in each.binds:
            reads.setdefault(name, set()).update(each.late)
            assigns.setdefault(name, set()).update(each.assigns_late)
            effects.setdefault(name, set()).update(each.effects_called)
            if isinstance(each.node, ast.ClassDef):
                effects[name] |= each.effects
    classes, functions = _defined(statements)
    for name, carried in (
        pair for each in statements for pair in _carried(each, classes, functions)
    ):
        for table in (reads, assigns, effects):
            table.setdefault(name, set())
        reads[name] |= carried
    grew = True
    while grew:
        grew = False
        for name in reads:
            for callee in list(reads[name] & reads.keys() - {name}):
                for table in (reads, assigns, effects):
                    if not table[callee] <= table[name]:
                        table[name] |= table[callee]
                        grew = True
    return _Late(*({k: frozenset(v) for k, v in t.items()} for t in (reads, assigns, effects)))


def _defined(statements: list[Statement]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the notebook's classes and of its functions."""
    nodes = [each.node for each in statements]
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return (
        frozenset(node.name for node in nodes if isinstance(node, ast.ClassDef)),
        frozenset(node.name for node in nodes if isinstance(node, functions)),
    )


def _carried(
    statement: Statement, classes: frozenset[str], functions: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Names that an assignment binds to instances of classes, or to functions, of the notebook.

    Using them may run the code of these later.
    """
    if isinstance(statement.node, DEFINITIONS):
        return
    uses = references(statement.node, functions & statement.reads)
    passed = {use.node.id for use in uses if use.call is None}
    carried = (classes & statement.reads) | passed
    if carried:
        for name in statement.binds:
            yield name, frozenset(carried)


def _all_reads(statement: Statement, late: _Late) -> frozenset[str]:
    """Names read when it runs, those included that functions it names read when they are called."""
    direct = statement.reads | statement.late | statement.strings
    return direct.union(*(late.reads.get(name, ()) for name in direct))


def _assigned(statement: Statement, late: _Late) -> frozenset[str]:
    """Globals that functions which it names may assign."""
    if isinstance(statement.node, DEFINITIONS):
        return frozenset()
    return frozenset().union(*(late.assigns.get(name, ()) for name in statement.reads))


def _resources(statement: Statement, late: _Late) -> frozenset[str]:
    """Resources that it uses, through the functions that it names too."""
    if isinstance(statement.node, DEFINITIONS):
        return statement.effects_now
    names = statement.reads | statement.late
    return statement.effects.union(*(late.effects.get(name, ()) for name in names))
