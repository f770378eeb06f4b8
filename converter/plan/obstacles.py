"""Why a definition cannot move to module level, or its runtime values not be lifted."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from converter.model.dataflow import OPTIONS, Statement
from converter.plan.bindings import Bindings, is_used_at_once
from converter.plan.defaults import is_spread
from converter.plan.defining import base_classes, kept_by_header, read_while_defining
from converter.plan.passing import passes_on
from converter.plan.sharing import Shared, Sharing
from converter.syntax.references import Reference, inner_locals, local_names, references


@dataclass(frozen=True)
class Candidates:
    """Definitions that may move to module level.

    `values` are the runtime values that each reads when it is called; `sharing` those that find
    them as globals of their module, as `shared` says; `static` all names that modules have anyway.
    `defaults` are the parameters of each whose default becomes the caller's affair.
    """

    definitions: Mapping[str, Statement]
    values: Mapping[str, tuple[str, ...]]
    sharing: frozenset[str]
    shared: Shared
    static: frozenset[str]
    defaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def first_obstacle(
    statements: tuple[Statement, ...],
    candidates: Candidates,
    rules: Sharing,
    given: frozenset[str],
) -> tuple[str, str] | None:
    """A candidate that cannot move after all, with the reason; None when all can."""
    active = _active(statements)
    homes = frozenset(candidates.definitions[name].order for name in candidates.sharing)
    hopeful = frozenset(each.order for each in candidates.definitions.values())
    for name, statement in candidates.definitions.items():
        why = _obstacle_to_defining(name, statement, candidates)
        called = sorted(statement.reads & active)
        if called and not why:
            why = f"defining it calls {_quoted(called)}, which does more than compute"
        if not why and name in candidates.sharing:
            own = {*candidates.values[name], *statement.assigns_late}
            why = rules.obstacle(candidates.shared, own, homes, hopeful)
        elif not why:
            why = _obstacle_to_lifting(statement, candidates.values[name], candidates)
        if why:
            return name, why
    return _first_obstacle_in_uses(statements, candidates, given)


def _first_obstacle_in_uses(
    statements: tuple[Statement, ...], candidates: Candidates, given: frozenset[str]
) -> tuple[str, str] | None:
    """A definition that would gain arguments, but is used where none can be passed."""
    bindings = Bindings(statements, given)
    capturing = _capturing(candidates.definitions)
    lifted = {
        name: values
        for name, values in candidates.values.items()
        if values and name not in candidates.sharing
    }
    for statement in statements:
        owner = _owner(statement, candidates.definitions)
        for use in references(statement.node, frozenset(lifted)):
            name = use.node.id
            why = _obstacle_in_use(use, statement, owner, lifted[name], bindings)
            if candidates.defaults.get(name) and (use.call is None or is_spread(use.call)):
                why = why or "whether its defaults are wanted cannot be told from its uses"
            if not why and owner is None and name in capturing:
                why = _obstacle_in_capture(statement, lifted[name], bindings)
            if why:
                return name, why
        for name in sorted(statement.strings & lifted.keys()):
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


def _obstacle_to_defining(name: str, statement: Statement, candidates: Candidates) -> str:
    """Why the definition cannot be made when its module is imported, or ""."""
    if statement.effects_now - {OPTIONS}:
        return f"defining it touches {', '.join(sorted(statement.effects_now))}"
    needy = {name for name in candidates.definitions if candidates.values[name]}
    calls = sorted((statement.reads & needy) - base_classes(statement.node))
    if calls:
        return f"defining it uses {_quoted(calls)}, which reads runtime values"
    called = sorted(read_while_defining(statement.node) - (candidates.static - needy))
    if called:
        return f"defining it may call a function that reads {_quoted(called)}"
    told = set(candidates.defaults.get(name, {}).values())
    unsettled = sorted(statement.reads - candidates.static - told)
    return f"defining it needs {_quoted(unsettled)}" if unsettled else ""


def _obstacle_to_lifting(
    statement: Statement, values: tuple[str, ...], candidates: Candidates
) -> str:
    """Why the definition cannot gain its runtime values as arguments, or ""."""
    node = statement.node
    kept = sorted(kept_by_header(node) - candidates.static)
    if kept:
        return f"a function in its header reads {_quoted(kept)}"
    if statement.assigns_late:
        return f"it assigns the global {_quoted(sorted(statement.assigns_late))}"
    if not values:
        return ""
    elsewhere = sorted(set(values) & candidates.shared.kept)
    if elsewhere:
        return f"{_quoted(elsewhere)} is a global of another definition's module"
    if isinstance(node, ast.ClassDef):
        return f"its methods read {_quoted(values)}"
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    if node.decorator_list and not passes_on(node, candidates.definitions):
        return f"it is decorated and reads {_quoted(values)}"
    clash = set(values) & statement.late & (inner_locals(node) | local_names(node))
    if clash:
        return f"{_quoted(sorted(clash))} means two things in it"
    return ""


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
        if isinstance(owner.node, ast.ClassDef) and (use.call is None or set(values) & use.hidden):
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
    minimize_scalar newton odeint parallel_apply parallel_applymap parallel_map pipe process_map
    progress_aggregate progress_apply progress_applymap progress_map progress_transform quad reduce root
    root_scalar solve_ivp sort sort_values sorted starmap submit thread_map transform
    """.split())


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
