"""Which functions and classes of the notebook become importable, and what is lifted into them.

A definition moves to module level when everything it needs when it is *defined* is there: imports,
built-ins and other such definitions. Runtime values that a function reads when it is *called*
become keyword-only parameters (lambda lifting), through callees, when every use of the function can
be rewritten. Else it moves as it is and shares the values with the stages (`sharing.py`). What cannot
move stays in its stage, as a closure, where it means what it meant.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.plan.constants import literal_constants
from converter.plan.defaults import default_values, fixed_values
from converter.plan.obstacles import Candidates, first_obstacle
from converter.plan.sharing import Shared, Sharing
from converter.syntax.control import guarded_reads
from converter.syntax.references import inner_locals, local_names

BUILTINS = frozenset(dir(builtins))
BOUND_AGAIN = "its name is bound more than once"
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Placement:
    """`movable` definitions by name; `lifted` runtime values of each, with the parameter's name.

    `stays` says for each definition that remains in its stage why.
    """

    movable: Mapping[str, Statement]
    lifted: Mapping[str, tuple[tuple[str, str], ...]]
    stays: Mapping[str, str]
    repeats: frozenset[int]
    """Orders of statements that define the same thing again, word for word."""
    sharing: frozenset[str] = frozenset()
    """Those of `movable` that read or assign values of the stages as globals of their module."""
    shared: Shared = Shared()


def placement_of(
    statements: tuple[Statement, ...],
    *,
    imported: frozenset[str],
    late_imported: frozenset[str],
    given: frozenset[str],
    constants: frozenset[int],
) -> Placement:
    """Where the definitions of `statements` go.

    `given` are the parameters, bound from the start; `constants` the orders of assignments that a
    `module:` tag asks to be module constants. Literals that a definition reads which could only share them, or
    would have to stay in its stage, become constants of its module as well.
    """
    literals = literal_constants(statements)
    while True:
        found = _placed(
            statements,
            imported=imported,
            late_imported=late_imported,
            given=given,
            constants=constants,
        )
        stuck = [*found.sharing, *found.stays]
        read = {
            name
            for each in statements
            if defined_name(each) in stuck
            for name in each.late | each.reads
        }
        more = {literals[name] for name in read & literals.keys() - given} - constants
        if not more:
            return found
        constants |= more


def _placed(
    statements: tuple[Statement, ...],
    *,
    imported: frozenset[str],
    late_imported: frozenset[str],
    given: frozenset[str],
    constants: frozenset[int],
) -> Placement:
    candidates, stays, repeats = _candidates(statements, constants)
    for name, statement in list(candidates.items()):
        # What is evaluated with the definition (a base, a decorator, a default), and a class' methods.
        at_once = statement.reads | (
            statement.late if isinstance(statement.node, ast.ClassDef) else frozenset()
        )
        if at_once & late_imported:
            stays[name] = "it uses a module that may be imported only after other code ran"
            del candidates[name]
    bound = frozenset(name for statement in statements for name in statement.binds)
    plain_builtins = BUILTINS - bound
    absent = _absent(candidates, bound | given)
    rules = Sharing(statements)
    fixed = fixed_values(statements, given)
    sharing: set[str] = set()
    while True:
        static = imported | candidates.keys() | plain_builtins
        defaults = {
            name: default_values(statement, static, fixed)
            for name, statement in candidates.items()
            if name not in sharing
        }
        values = _runtime_values(candidates, static | absent, sharing, defaults)
        assigned = {name for each in sharing for name in candidates[each].assigns_late}
        shared = rules.shared_by({v for name in sharing for v in values[name]}, assigned)
        found = Candidates(candidates, values, frozenset(sharing), shared, static, defaults)
        reason = first_obstacle(statements, found, rules, given)
        if reason is None:
            break
        name, why = reason
        if name in sharing or candidates[name].order in constants:
            sharing.discard(name)
            stays[name] = why
            del candidates[name]
        else:
            sharing.add(name)
    named = {
        name: _gained(candidates[name], found, defaults[name], static)
        for name, found in values.items()
        if found and name not in sharing
    }
    users = frozenset(name for name in sharing if values[name] or candidates[name].assigns_late)
    return Placement(candidates, named, stays, frozenset(repeats), users, shared)


def _absent(candidates: Mapping[str, Statement], bound: frozenset[str]) -> frozenset[str]:
    """Names that nothing binds, and that definitions read only where they are ready for that."""
    asked: set[str] = set()
    needed: set[str] = set()
    for each in candidates.values():
        needed |= each.late - (guarded := guarded_reads(each.node))
        asked |= each.late & guarded
    return frozenset(asked - needed - bound)


def _candidates(
    statements: tuple[Statement, ...], constants: frozenset[int]
) -> tuple[dict[str, Statement], dict[str, str], set[int]]:
    """Definitions bound once; the others with the reason why they stay; exact repetitions."""
    binders: dict[str, list[Statement]] = {}
    for statement in statements:
        for name in statement.binds | statement.deletes | statement.assigns_late:
            binders.setdefault(name, []).append(statement)
    candidates: dict[str, Statement] = {}
    stays: dict[str, str] = {}
    repeats: set[int] = set()
    for statement in statements:
        name = defined_name(statement, constants)
        if not name:
            continue
        first, *others = binders[name]
        if any(not _same(first.node, other.node) for other in others):
            stays[name] = BOUND_AGAIN
        elif statement is not first:
            repeats.add(statement.order)
        elif any(name in each.reads for each in statements if each.order < statement.order):
            stays[name] = "its name means something else before it is defined"
        else:
            candidates[name] = statement
    return candidates, stays, repeats


def defined_name(statement: Statement, constants: frozenset[int] = frozenset()) -> str:
    """The function or class that the statement defines, or the module constant, else ""."""
    match statement.node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) if statement.order in constants:
            return name
    return ""


def _same(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(one) == ast.dump(other)


def _gained(
    statement: Statement, values: Iterable[str], defaults: Mapping[str, str], static: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """(runtime value, parameter) pairs: parameters that lose their default, and new ones."""
    old = tuple((value, parameter) for parameter, value in defaults.items())
    read = statement.late - static
    new = [value for value in values if value in read or value not in defaults.values()]
    return (*old, *((value, _parameter_name(statement.node, value)) for value in new))


def _runtime_values(
    candidates: Mapping[str, Statement],
    static: frozenset[str],
    sharing: Collection[str],
    defaults: Mapping[str, Mapping[str, str]],
) -> dict[str, tuple[str, ...]]:
    """Names of runtime values that each definition reads when called, through its callees.

    Callees in `sharing` find their values by themselves.
    """
    values = {
        name: {*(statement.late - static), *defaults.get(name, {}).values()}
        for name, statement in candidates.items()
    }
    grew = True
    while grew:
        grew = False
        for name, statement in candidates.items():
            for callee in (statement.late | statement.reads) & candidates.keys() - set(sharing):
                if callee != name and not values[callee] <= values[name]:
                    values[name] |= values[callee]
                    grew = True
    return {name: tuple(sorted(found)) for name, found in values.items()}


def _parameter_name(node: ast.stmt, value: str) -> str:
    """The keyword-only parameter for `value`: its own name unless the function uses that itself."""
    taken = local_names(node) | inner_locals(node)
    name = value
    while name in taken:
        name += "_"
    return name
