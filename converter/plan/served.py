"""Which functions of a notebook are served: tagged ones, else those named or used for prediction."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from converter.model.dataflow import Dataflow, Statement
from converter.model.split import Candidate, How
from converter.syntax.dotted import root_name
from converter.syntax.given_values import kept_arguments
from converter.syntax.scopes import all_arguments
from converter.syntax.served_names import FITTING, NAMED, called_in, judges, returns_a_value

NO_ROWS = "it takes no rows"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

# Methods that ask a fitted estimator.
ASKING = frozenset("""
    decision_function forecast get_prediction inplace_predict kneighbors predict predict_interval
    predict_log_proba predict_proba predict_quantiles predict_survival_function recommend score_samples
    """.split())
# How web applications are told which function answers a path.
ROUTING = frozenset({"delete", "get", "patch", "post", "put", "route"})
# And of those that tell or store them, if they ask no model themselves.
TELLING = re.compile(r"(?:^|_)(compare|comparison|export|load|loss|report|save|show)(?:_|$)")


def candidates_of(
    flow: Dataflow,
    statements: Iterable[Statement],
    obstacles: Mapping[str, str],
    wanted: tuple[str, ...] = (),
) -> tuple[Candidate, ...]:
    """Functions that could be served, in the notebook's order, the last version of each.

    `obstacles` say why a function cannot be called by a service; those `wanted` count, whatever
    they do.
    """
    marks = {cell.number: cell.marks for cell in flow.program.cells}
    last = {each.node.name: each for each in statements if isinstance(each.node, FUNCTIONS)}
    tagged = {name for name, each in last.items() if marks[each.cell].predict}
    found: list[Candidate] = []
    nodes = [each.node for each in flow.statements]
    for name, each in sorted(last.items(), key=lambda item: item[1].order):
        how: How | None = "tagged" if name in tagged else _untagged(each, last)
        how = "asked for" if how is None and name in wanted else how
        assert isinstance(each.node, FUNCTIONS)
        if how == "named" and not wanted and kept_arguments(each.node, nodes):
            how = None  # it is served by a caller that gives it what training made
        if how == "named" and not wanted and _is_given_answers(name, nodes):
            how = None  # what it makes of them is served beside them
        how = "made" if name in flow.program.made else how
        if how is not None and name not in flow.program.older:
            why = obstacles.get(name, "") or unfit(each.node)
            found.append(Candidate(name, each.order, each.cell, how, why))
    return tuple(found)


def chosen(candidates: tuple[Candidate, ...], wanted: tuple[str, ...]) -> tuple[Candidate, ...]:
    """The candidates to serve: those `wanted` by name, else the tagged ones, else all that fit.

    Made ones were asked for, or are all that there is.
    """
    made = tuple(each for each in candidates if each.how == "made")
    if made:
        return (*made, *(each for each in candidates if each.name in wanted))
    if wanted:
        return tuple(each for each in candidates if each.name in wanted)
    tagged = tuple(each for each in candidates if each.how == "tagged")
    return tagged or tuple(each for each in candidates if not each.why_not)


def outermost(
    candidates: tuple[Candidate, ...], statements: Mapping[int, Statement]
) -> tuple[Candidate, ...]:
    """Those that no other of them calls: a service offers what the notebook's user would call."""
    names = {each.name for each in candidates}
    called = {
        callee
        for each in candidates
        for callee in statements[each.statement].late & (names - {each.name})
    }
    return tuple(each for each in candidates if each.name not in called) or candidates


def could_answer(statement: Statement, functions: Mapping[str, Statement]) -> bool:
    """False for a function that trains, tells nothing, or by its name judges, draws, tells or stores."""
    node = statement.node
    assert isinstance(node, FUNCTIONS)
    if node.name.startswith("_") or called_in(node) & FITTING or not returns_a_value(node):
        return False
    if judges(node.name) or (TELLING.search(node.name.lower()) and not _asks(node)):
        return False
    return not _trains_through(statement, functions)


def _untagged(statement: Statement, functions: Mapping[str, Statement]) -> How | None:
    """How an untagged function shows that it predicts, or None."""
    node = statement.node
    assert isinstance(node, FUNCTIONS)
    if _is_route(node) or not could_answer(statement, functions):
        return None
    name = node.name.lower()
    if _asks(node):
        return "named" if NAMED.search(name) else "uses a model"
    if NAMED.search(name) and all_arguments(node.args) and not _asks_its_own(node):
        return "named"
    for callee in statement.late & functions.keys() - {node.name}:
        inner = functions[callee].node
        if isinstance(inner, FUNCTIONS) and _asks(inner):
            return "uses a model"
    return None


def _is_given_answers(name: str, nodes: Iterable[ast.stmt]) -> bool:
    """True for a function that is only called with what an estimator answered: `labels(model.predict(rows), 0.5)`."""
    nodes = tuple(nodes)
    answers = {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign) and asking_call(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [
        part
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == name
    ]
    return bool(calls) and all(
        any(asking_call(each) or root_name(each) in answers for each in call.args) for call in calls
    )


def _is_route(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True for what a web application of the notebook's own calls: `@app.route("/predict")`."""
    for each in node.decorator_list:
        match each:
            case ast.Call(func=ast.Attribute(attr=verb), args=[ast.Constant(value=str(path)), *_]):
                if verb in ROUTING and path.startswith("/"):
                    return True
    return False


def _trains_through(statement: Statement, functions: Mapping[str, Statement]) -> bool:
    return any(
        called_in(functions[name].node) & FITTING for name in statement.late & functions.keys()
    )


def unfit(node: ast.stmt) -> str:
    """Why the function cannot answer requests, whatever it reads."""
    assert isinstance(node, FUNCTIONS)
    arguments = node.args
    if not all_arguments(arguments):
        return NO_ROWS
    gathers = arguments.kwarg is not None and len(all_arguments(arguments)) == 1  # a record by name
    if arguments.vararg is not None or (arguments.kwarg is not None and not gathers):
        return "it takes any number of arguments, so that its record cannot be told"
    if isinstance(node, ast.AsyncFunctionDef):
        return "it is asynchronous"
    if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node)):
        return "it is a generator"
    return ""


def _asks_its_own(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True when all that it asks are arguments of its own: `predict(model, rows)` serves by a caller."""
    own = {argument.arg for argument in all_arguments(node.args)}
    return len(own) > 1 and any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in ASKING
        and root_name(part.func.value) in own
        for part in ast.walk(node)
    )


def _asks(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True when it asks an estimator that is not one of its own arguments."""
    own = {argument.arg for argument in all_arguments(node.args)}
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(value=receiver, attr=name)) if name in ASKING:
                base = root_name(receiver)
                if base and base not in own:
                    return True
    return False


def scored_in_a_loop(statements: Iterable[Statement]) -> tuple[Statement | None, str]:
    """The last loop that fits and scores an estimator by name, and the name."""
    found: tuple[Statement | None, str] = None, ""
    for each in statements:
        if isinstance(each.node, ast.For):
            calls = [part.func for part in ast.walk(each.node) if isinstance(part, ast.Call)]
            methods = {ast.unparse(func) for func in calls if isinstance(func, ast.Attribute)}
            names = [m.removesuffix(".score") for m in sorted(methods) if m.endswith(".score")]
            fitted = [name for name in names if f"{name}.fit" in methods and name.isidentifier()]
            found = (each, fitted[0]) if fitted else found
    return found


def asking_call(node: ast.AST) -> ast.Call | None:
    """The first call in `node` that may ask an estimator; a class asks itself by its own methods."""
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in ASKING:
                if not (isinstance(owner, ast.Name) and owner.id == "self"):
                    return part
    return None
