"""Which functions and classes of the notebook become importable, and what is lifted into them.

A definition moves to module level when everything it needs when it is *defined* is there: imports,
built-ins and other such definitions. Runtime values that a function reads when it is *called*
become keyword-only parameters (lambda lifting), through callees, when every use of the function can
be rewritten. What cannot move stays in its stage, as a closure, where it means what it meant.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from converter.model.dataflow import OPTIONS, Statement
from converter.syntax.references import Reference, free_names, inner_locals, local_names, references

BUILTINS = frozenset(dir(builtins))
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
    `module:` tag asks to be module constants.
    """
    candidates, stays, repeats = _candidates(statements, constants)
    for name, statement in list(candidates.items()):
        if isinstance(statement.node, ast.ClassDef) and statement.late & late_imported:
            stays[name] = "it uses a module that may be imported only after other code ran"
            del candidates[name]
    bound = frozenset(name for statement in statements for name in statement.binds)
    plain_builtins = BUILTINS - bound
    while True:
        static = imported | candidates.keys() | plain_builtins
        lifted = _runtime_values(candidates, static)
        reason = _first_obstacle(statements, candidates, lifted, static, given)
        if reason is None:
            break
        name, why = reason
        stays[name] = why
        del candidates[name]
    named = {
        name: tuple((value, _parameter_name(candidates[name].node, value)) for value in values)
        for name, values in lifted.items()
        if values
    }
    return Placement(candidates, named, stays, frozenset(repeats))


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
            stays[name] = "its name is bound more than once"
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


def _runtime_values(
    candidates: Mapping[str, Statement], static: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """Names of runtime values that each definition reads when called, through its callees."""
    values = {name: set(statement.late - static) for name, statement in candidates.items()}
    grew = True
    while grew:
        grew = False
        for name, statement in candidates.items():
            for callee in (statement.late | statement.reads) & candidates.keys():
                if callee != name and not values[callee] <= values[name]:
                    values[name] |= values[callee]
                    grew = True
    return {name: tuple(sorted(found)) for name, found in values.items()}


def _first_obstacle(
    statements: tuple[Statement, ...],
    candidates: Mapping[str, Statement],
    lifted: Mapping[str, tuple[str, ...]],
    static: frozenset[str],
    given: frozenset[str],
) -> tuple[str, str] | None:
    """A candidate that cannot move after all, with the reason; None when all can."""
    active = _active(statements)
    for name, statement in candidates.items():
        why = _obstacle_in_definition(statement, lifted, static, lifted[name])
        called = sorted(statement.reads & active)
        if called and not why:
            why = f"defining it calls {_quoted(called)}, which does more than compute"
        if why:
            return name, why
    bindings = Bindings(statements, given)
    capturing = _capturing(candidates)
    movable = frozenset(name for name in candidates if lifted[name])
    for statement in statements:
        owner = _owner(statement, candidates)
        for use in references(statement.node, movable):
            name = use.node.id
            why = _obstacle_in_use(use, statement, owner, lifted[name], bindings)
            if not why and owner is None and name in capturing:
                why = _obstacle_in_capture(statement, lifted[name], bindings)
            if why:
                return name, why
        for name in sorted(statement.strings & movable):
            return name, "it is called from a string"
    return None


def _active(statements: tuple[Statement, ...]) -> frozenset[str]:
    """Notebook functions that touch a resource or change a value outside when they are called."""
    functions = {
        each.node.name: each
        for each in statements
        if isinstance(each.node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found = {
        name
        for name, each in functions.items()
        if each.effects_called - {OPTIONS} or each.mutates & each.late or each.assigns_late
    }
    grew = True
    while grew:
        callers = {name for name, each in functions.items() if each.late & found}
        grew = not callers <= found
        found |= callers
    return frozenset(found)


def _capturing(candidates: Mapping[str, Statement]) -> frozenset[str]:
    """Definitions that may keep their arguments alive: they make functions, or are generators."""
    found = {
        name
        for name, statement in candidates.items()
        if any(
            isinstance(part, KEEPERS) and part is not statement.node
            for part in ast.walk(statement.node)
        )
    }
    grew = True
    while grew:
        callers = {name for name, statement in candidates.items() if statement.late & found}
        grew = not callers <= found
        found |= callers
    return frozenset(found)


KEEPERS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.GeneratorExp,
    ast.ClassDef,
    ast.Yield,
    ast.YieldFrom,
)


def _obstacle_in_capture(statement: Statement, values: tuple[str, ...], bindings: Bindings) -> str:
    """What it makes could outlive the call, and must see values that are bound later."""
    later = [value for value in values if bindings.last.get(value, -1) > statement.order]
    return f"what it makes may read {_quoted(later)}, bound again later" if later else ""


def _owner(statement: Statement, candidates: Mapping[str, Statement]) -> Statement | None:
    """`statement` itself when it is a movable definition."""
    return statement if any(each is statement for each in candidates.values()) else None


def _obstacle_in_definition(
    statement: Statement,
    lifted: Mapping[str, tuple[str, ...]],
    static: frozenset[str],
    values: tuple[str, ...],
) -> str:
    node = statement.node
    if statement.effects_now - {OPTIONS}:
        return f"defining it touches {', '.join(sorted(statement.effects_now))}"
    calls = sorted(name for name in statement.reads if lifted.get(name))
    if calls:
        return f"defining it uses {_quoted(calls)}, which reads runtime values"
    unsettled = sorted(statement.reads - static)
    if unsettled:
        return f"defining it needs {_quoted(unsettled)}"
    kept = sorted(_kept_by_header(node) - static)
    if kept:
        return f"a function in its header reads {_quoted(kept)}"
    if statement.assigns_late:
        return f"it assigns the global {_quoted(sorted(statement.assigns_late))}"
    if not values:
        return ""
    if isinstance(node, ast.ClassDef):
        return f"its methods read {_quoted(values)}"
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    if node.decorator_list:
        return f"it is decorated and reads {_quoted(values)}"
    clash = set(values) & statement.late & inner_locals(node)
    if clash:
        return f"{_quoted(sorted(clash))} means two things in it"
    return ""


def _kept_by_header(node: ast.stmt) -> frozenset[str]:
    """Names that lambdas in decorators and defaults read when they are called."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return frozenset()
    header = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    inner = [part for whole in header for part in ast.walk(whole)]
    return frozenset(
        name
        for part in inner
        if isinstance(part, ast.Lambda | ast.GeneratorExp)
        for name in free_names(part)
    )


def _obstacle_in_use(
    use: Reference,
    statement: Statement,
    owner: Statement | None,
    values: tuple[str, ...],
    bindings: Bindings,
) -> str:
    if use.attribute:
        return "its attributes are used"
    if use.call is None and use.receiver not in TAKES_PARTIALS:
        return "it is kept or handed on as a value, and may be asked for its name or signature"
    if owner is not None:
        if isinstance(owner.node, ast.ClassDef):
            return "a class uses it"
        settled = use.call is not None or use.passed or not bindings.rebound(values)
        return "" if settled else f"it is passed on while {_quoted(values)} changes"
    if set(values) & use.hidden:
        return f"{_quoted(sorted(set(values) & use.hidden))} means something else where it is used"
    if not use.deferred:
        missing = [value for value in values if not bindings.available(value, statement)]
        if missing:
            return f"{_quoted(missing)} may not be there yet when it is used"
    if use.call is not None:
        return ""
    # Passed on as a value: its runtime values are captured here and must not change before it is
    # called.
    later = [value for value in values if bindings.last.get(value, -1) >= statement.order]
    if later and not (use.passed and not use.deferred and is_used_at_once(statement, later)):
        return f"{_quoted(later)} is bound again after it was passed on"
    return ""


def is_used_at_once(statement: Statement, values: Iterable[str]) -> bool:
    """True when functions given to the calls in `statement` are called before it ends.

    Not in a loop that binds `values` itself: there the function may be kept for a later round.
    """
    if set(values) & statement.binds:
        return False
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute | ast.Name)
        and (part.func.attr if isinstance(part.func, ast.Attribute) else part.func.id) in AT_ONCE
        for part in ast.walk(statement.node)
    )


# Calls that take any callable and never ask it for its name or signature.
TAKES_PARTIALS = frozenset("""
    Parallel Pool Thread agg aggregate apply applymap apply_along_axis assign basinhopping bisect
    brentq curve_fit dblquad delayed differential_evolution dual_annealing filter fixed_point fmin
    fmin_bfgs fsolve imap imap_unordered least_squares leastsq map map_async max min minimize
    minimize_scalar newton odeint pipe quad reduce root root_scalar solve_ivp sort sort_values
    sorted starmap submit transform
    """.split())

# Calls that have called the function they were given before they return.
AT_ONCE = frozenset("""
    agg aggregate apply applymap assign curve_fit fmin fsolve list map_ max min minimize
    minimize_scalar odeint pipe quad root reduce root_scalar solve_ivp sort sort_values sorted
    transform vectorize_ apply_along_axis
    """.split())


class Bindings:
    """Where the names of the notebook are bound."""

    def __init__(self, statements: tuple[Statement, ...], given: frozenset[str]) -> None:
        self.last: dict[str, int] = {}
        self.count: dict[str, int] = {}
        self._sure: dict[str, list[int]] = {name: [-1] for name in given}
        self._gone: dict[str, list[int]] = {}
        for statement in statements:
            for name in statement.binds | statement.deletes | statement.assigns_late:
                self.last[name] = statement.order
                self.count[name] = self.count.get(name, 0) + 1
            for name in surely_bound(statement):
                self._sure.setdefault(name, []).append(statement.order)
            for name in statement.deletes:
                self._gone.setdefault(name, []).append(statement.order)

    def rebound(self, values: Iterable[str]) -> bool:
        """True when any of `values` is bound more than once."""
        return any(self.count.get(value, 0) > 1 for value in values)

    def available(self, name: str, statement: Statement) -> bool:
        """True when `name` has a value as `statement` runs, or never gets one at all."""
        if name not in self.last and name not in self._sure:
            return True  # undefined everywhere: reported as such, not worked around
        before = [order for order in self._sure.get(name, []) if order < statement.order]
        gone = [order for order in self._gone.get(name, []) if order < statement.order]
        if before:
            return not gone or max(before) > max(gone)
        return name in statement.binds


def surely_bound(statement: Statement) -> frozenset[str]:
    """Names bound when the statement is over; what a loop binds counts: loops rarely run empty."""
    if isinstance(statement.node, ast.For | ast.While | ast.AsyncFor):
        return statement.binds
    return statement.surely


def _parameter_name(node: ast.stmt, value: str) -> str:
    """The keyword-only parameter for `value`: its own name unless the function uses that itself."""
    taken = local_names(node) | inner_locals(node)
    name = value
    while name in taken:
        name += "_"
    return name


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
