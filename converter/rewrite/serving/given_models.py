"""Functions that are given their estimator: `predict(model, rows)` becomes a function of the rows.

The notebook says by its own calls which arguments are requests and which are what training made.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Statement
from converter.rewrite.serving.bound import Bound
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.parts import arguments_of, base_of, free_name, names_in
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed
from converter.syntax.scopes import all_arguments, returned_function
from converter.syntax.served_names import returns_a_value
from converter.syntax.text import Edit, Offsets, apply_edits

ASKED = frozenset("decision_function predict predict_log_proba predict_proba score_samples".split())
LEARNED = frozenset({"inverse_transform", "transform"})
FITTING = frozenset({"fit", "fit_predict", "fit_transform", "partial_fit"})
BLOCKS = (ast.For, ast.While, ast.AsyncFor, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
WRITTEN = (ast.List, ast.Dict, ast.Tuple, ast.Constant, ast.JoinedStr)


def is_given_its_model(node: ast.AST) -> bool:
    """True for a function that answers by an estimator which is one of its arguments, and takes more."""
    if not isinstance(node, ast.FunctionDef) or _owners(node, FITTING) or returned_function(node):
        return False
    if not returns_a_value(node):
        return False
    own = {argument.arg for argument in all_arguments(node.args)}
    asked = _owners(node, ASKED)
    return len(own) > 1 and bool(asked) and asked <= own


def _owners(node: ast.FunctionDef, methods: frozenset[str]) -> set[str]:
    """The names whose methods a function calls."""
    return {
        base_of(part.func.value)
        for part in ast.walk(node)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in methods
    }


def bound_functions(statements: tuple[Statement, ...], tracer: Tracer) -> Iterator[Bound]:
    """A function of the rows for each that is given its estimator at the notebook's top level."""
    taken = names_in(statements) | tracer.static
    for each in statements:
        if not (isinstance(each.node, ast.FunctionDef) and is_given_its_model(each.node)):
            continue
        found = [
            (s, call)
            for s in statements
            if s.order > each.order and not isinstance(s.node, BLOCKS)
            for call in _calls_of(each.node.name, parsed(s.text))
        ]
        if found:
            bound = _bound(each.node, found, tracer, taken)
            if bound is not None:
                yield bound


def _calls_of(name: str, tree: ast.AST) -> Iterator[ast.Call]:
    for part in ast.walk(tree):
        match part:
            case ast.Call(func=ast.Name(id=called)) if called == name:
                yield part


def _bound(
    node: ast.FunctionDef,
    found: list[tuple[Statement, ast.Call]],
    tracer: Tracer,
    taken: set[str],
) -> Bound | None:
    last, call = found[-1]
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    given = arguments_of(call, names)
    if given is None:
        return None
    estimators = _owners(node, ASKED)
    learned = estimators | _owners(node, LEARNED)
    asked = {
        name
        for name, value in given.items()
        if name not in learned and _is_request(value, last.order, tracer)
    }
    kept = {name: ast.unparse(value) for name, value in given.items() if name not in asked}
    if not asked or not estimators <= kept.keys() or set(kept.values()) & asked:
        return None
    if any(not isinstance(given[each], WRITTEN) for each in asked & _compared(node, set(names))):
        return None  # it judges the answers
    name = free_name(f"{node.name}_", taken)
    requests = [each for each in names if each in asked]
    offsets = Offsets(last.text)
    start = offsets.start(call)
    edits = [
        Edit(offsets.start(given[each]) - start, offsets.end(given[each]) - start, each)
        for each in requests
    ]
    text = apply_edits(last.text[start : offsets.end(call)], sorted(edits))
    document = (ast.get_docstring(node) or f"What `{node.name}` answers.").strip().split("\n")[0]
    function = f'def {name}({", ".join(requests)}):\n    """{document}"""\n    return {text}'
    calls = []
    for statement, other in found:
        others = arguments_of(other, names)
        if others and {k: ast.unparse(v) for k, v in others.items() if k not in asked} == kept:
            words = [f"{each}={ast.unparse(others[each])}" for each in requests if each in others]
            calls.append((statement.order, f"{name}({', '.join(words)})"))
    return Bound(name, function, last.order, tuple(calls))


def _compared(node: ast.FunctionDef, parameters: set[str]) -> set[str]:
    """The parameters beside which an estimator's answers stand: `accuracy_score(y, answers)`."""
    questions = {
        id(part): part
        for part in ast.walk(node)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in ASKED
    }
    answers = {
        name
        for each in node.body
        if any(id(part) in questions for part in ast.walk(each))
        for name in names_of(each).binds
    }
    rows = {base_of(each) for part in questions.values() for each in part.args}
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.BinOp(left=left, right=right):
                sides = [left, right]
            case ast.Compare(left=left, comparators=others):
                sides = [left, *others]
            case ast.Call(args=arguments, keywords=words) if id(part) not in questions:
                sides = [*arguments, *(word.value for word in words)]
            case _:
                continue
        if any(
            id(inner) in questions or (isinstance(inner, ast.Name) and inner.id in answers)
            for side in sides
            for inner in ast.walk(side)
        ):
            parts = (part for side in sides for part in ast.walk(side))
            found |= {part.id for part in parts if isinstance(part, ast.Name)}
    return found & parameters - rows


def _is_request(value: ast.expr, order: int, tracer: Tracer) -> bool:
    """True for what a request would hold: rows, something written down, a frame made of it."""
    if isinstance(value, WRITTEN):
        return True
    if isinstance(value, ast.Call) and last_name(value.func) in ("DataFrame", "array", "Series"):
        return True
    if isinstance(value, ast.Name):
        binders = [s for s in tracer.statements if value.id in s.binds and s.order < order]
        if value.id in tracer.static | tracer.given or not binders:
            return False
        match binders[-1].node:
            case ast.Assign(value=made) if isinstance(made, WRITTEN):
                return True
            case ast.Assign(value=ast.Call(func=function)):
                if last_name(function) in ("DataFrame", "array", "Series"):
                    return True
    try:
        return tracer.kind_before(base, order) == "rows" if (base := _first_name(value)) else False
    except Refused:
        return True  # rows, if none that could be made from the data's own


def _first_name(value: ast.expr) -> str:
    """`df` for `df.head(3)[columns]`."""
    while isinstance(value, ast.Attribute | ast.Subscript | ast.Call):
        value = value.func if isinstance(value, ast.Call) else value.value
    return value.id if isinstance(value, ast.Name) else ""
