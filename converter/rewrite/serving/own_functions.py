"""Functions of the notebook in the chain: whether what they make of rows is of each row alone."""

from __future__ import annotations

import ast

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.dummies import bins_of
from converter.rewrite.serving.edges import are_edges
from converter.rewrite.serving.parts import base_of, by_axis
from converter.rewrite.serving.straight import arguments_given, for_call
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.references import local_names

NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def functions_of(work: Work) -> dict[str, ast.FunctionDef]:
    """The notebook's functions by name, the last of each."""
    found = {s.node.name: s.node for s in work.tracer.statements if isinstance(s.node, NAMED)}
    return {name: node for name, node in found.items() if isinstance(node, ast.FunctionDef)}


def _expressions(work: Work) -> dict[str, ast.AST]:
    """Expressions that are functions, by the name that only they have: `double = lambda x: x * 2`."""
    found: dict[str, list[ast.stmt]] = {}
    for each in work.tracer.statements:
        for name in each.binds:
            found.setdefault(name, []).append(each.node)
    made: dict[str, ast.AST] = {}
    for name, nodes in found.items():
        match nodes:
            case [ast.Assign(targets=[ast.Name()], value=ast.Lambda() as value)]:
                made[name] = value
            case [ast.Assign(targets=[ast.Name()], value=ast.Call(func=function) as value)]:
                if last_name(function) in ("partial", "vectorize"):
                    made[name] = value
    return made


def across_in(name: str, work: Work, call: ast.Call | None = None) -> str | None:
    """Why a function of the notebook works across rows, "" where it does not, None if it is no such.

    Branches that a `call` does not take do not count: `if training: scaler.fit(rows)`.
    """
    functions = {**_expressions(work), **functions_of(work)}
    if name not in functions:
        return None
    if call is not None:
        functions[name] = _as_called(call, name, functions[name], work)
    reached, waiting = {name}, [name]
    while waiting:  # those that it calls, or gives to another, too
        here = waiting.pop()
        for part in ast.walk(functions[here]):
            if isinstance(part, ast.Call) and (why := across_by(part, here)):
                if not _cuts_at_edges(part, functions[here], work):
                    return why
            if isinstance(part, ast.Name) and part.id in functions.keys() - reached:
                reached.add(part.id)
                waiting.append(part.id)
    return ""


def _as_called(call: ast.Call, name: str, node: ast.AST, work: Work) -> ast.AST:
    """The function without the branches that the arguments of a call do not take."""
    if not isinstance(node, ast.FunctionDef):
        return node
    given = arguments_given(call, node.args)
    definition = next((s for s in work.tracer.statements if s.node is node), None)
    if given is None or definition is None:
        return node
    return parsed(for_call(definition, given).text)


def _cuts_at_edges(call: ast.Call, function: ast.AST, work: Work) -> bool:
    """True for bins whose edges the notebook has, which no rows that the function is given change."""
    bins = bins_of(call, "bins") if last_name(call.func) == "cut" else None
    return bins is not None and base_of(bins) not in local_names(function) and are_edges(bins, work)


def across_by(call: ast.Call, name: str) -> str:
    """Why the function `name` works across rows, as far as a call in it tells."""
    called = last_name(call.func)
    if called in rowwise.ACROSS | rowwise.LEARNING | {"fit"}:
        return f"{name}() calls {called}(): {rowwise.why_across(called)}"
    if called == "cut" and isinstance(bins_of(call, "bins"), ast.List | ast.Tuple):
        return ""
    if called in rowwise.FREEZING or (called in rowwise.OVER_ROWS and not by_axis(call)):
        return (
            f"{name}() computes {called}() over all rows it is given; compute it outside, "
            "once, and pass it"
        )
    return ""
