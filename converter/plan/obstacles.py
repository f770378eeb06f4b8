"""Why a definition cannot move to module level, or its runtime values not be lifted."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from converter.model.dataflow import OPTIONS, Statement
from converter.plan.bindings import Bindings, is_used_at_once
from converter.syntax.references import Reference, free_names, inner_locals, references


def first_obstacle(
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


# Calls that take any callable and never ask it for its name or signature.
TAKES_PARTIALS = frozenset("""
    Parallel Pool Thread agg aggregate apply applymap apply_along_axis assign basinhopping bisect
    brentq curve_fit dblquad delayed differential_evolution dual_annealing filter fixed_point fmin
    fmin_bfgs fsolve imap imap_unordered least_squares leastsq map map_async max min minimize
    minimize_scalar newton odeint pipe quad reduce root root_scalar solve_ivp sort sort_values
    sorted starmap submit transform
    """.split())


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
