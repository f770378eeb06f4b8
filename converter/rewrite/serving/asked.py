"""Which estimators a notebook asks at its top level, and what it asks them about."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import (
    CALL,
    DURATIONS,
    METHODS,
    TOLD,
    Ask,
    add_by_key,
    asks_further,
    rows_asked,
)
from converter.rewrite.serving.fitting import Fitting
from converter.rewrite.serving.grouping import (
    GROUPING,
    TOPICS,
    TOPICS_TOLD,
    made_by,
    saved_models,
    searches,
)
from converter.rewrite.serving.networks import calls_of, networks
from converter.rewrite.serving.other_names import LOOPS, other_names, read_again
from converter.rewrite.serving.together import fixed_names, questions_of, table_of, tables_fitted
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.times_asked import times_of

ASKING = (*METHODS, *TOLD, "transform", TOPICS_TOLD)


def asks_of(statements: tuple[Statement, ...]) -> dict[str, dict[str, list[Ask]]]:
    """For each fitted estimator that is asked by name, its questions by method, those to try first first."""
    found: dict[str, dict[str, list[Ask]]] = {}
    told: dict[str, list[Ask]] = {}
    grouping = made_by(GROUPING, statements)
    topics: dict[str, list[Ask]] = {}
    further: dict[str, dict[str, list[Ask]]] = {}
    called = networks(statements)
    times, ahead = times_of([each.node for each in statements]), set[str]()
    for statement in statements:
        if isinstance(statement.node, LOOPS):
            for call in calls_of(called, statement.node):
                asked = ast.unparse(call.func)
                told.setdefault(asked, []).insert(0, Ask(asked, CALL, statement.order, CALL))
            continue
        for name, call in _calls(statement.node, called):
            by = _method_of(call)
            if times.are_named(call):
                ahead.add(name)  # a series' model, which is asked what follows its own rows
                continue
            if "[" in name:
                if by in METHODS:
                    add_by_key(found, Ask(name, by, statement.order, by), statement.node)
            elif by in ("transform", TOPICS_TOLD):
                topics.setdefault(name, []).insert(0, Ask(name, "transform", statement.order, by))
            elif asks_further(by):
                ask = Ask(name, by, statement.order, by)
                further.setdefault(name, {}).setdefault(by, []).insert(0, ask)
            elif by in TOLD:
                told.setdefault(name, []).insert(0, Ask(name, "predict", statement.order, by))
                if by == "score" or (by == "fit_predict" and name in grouping):
                    found.setdefault(name, {}).setdefault("predict", [])
            else:
                asks = found.setdefault(name, {}).setdefault(by, [])
                asks.insert(0, Ask(name, by, statement.order, by))
    for methods in found.values():
        if not methods.get("predict", True) and methods.keys() & set(DURATIONS):
            del methods["predict"]  # scored only
    for name, methods in further.items():
        if not any(found.get(name, {}).values()):
            found[name] = methods
    for name, ask in _asked_in_loops(statements):
        if not any(found.get(name, {}).values()):
            found.setdefault(name, {}).setdefault(ask.method, []).insert(0, ask)
    saved = (saved_models(statements) & told.keys()) - found.keys() - ahead
    found |= {name: {"predict": []} for name in saved}
    if not found:
        alone = (grouping | searches(statements)) - ahead
        found = {name: {"predict": []} for name in told if name in alone}
    if not found:
        models = made_by(TOPICS, statements)
        found = {name: {"transform": asks} for name, asks in topics.items() if name in models}
        for each in found.values():  # what new texts were asked about goes first
            each["transform"].sort(key=lambda ask: ask.by == TOPICS_TOLD)
    fitting = Fitting(statements)
    fitted = {name for statement in statements for name in _fitted(statement, fitting)}
    fitted |= tables_fitted(statements, fitting) | called
    fitted |= {name for name, asks in topics.items() if any(a.by == TOPICS_TOLD for a in asks)}
    others = other_names(statements, fitted)
    for name, of in others.items():
        fitted.add(name)
        learned = [replace(ask, estimator=name, there=n) for n in of for ask in told.get(n, ())]
        told.setdefault(name, []).extend(learned)
    for name in read_again(statements, others) & found.keys():
        if any(found.get(others[name][0], {}).values()):
            del found[name]  # one is enough
    # What was only scored, and is then asked by another name, is served by that.
    scored = {name for name, asks in found.items() if not any(asks.values())}
    scored &= {of for name in others.keys() & found.keys() - scored for of in others[name]}
    return {
        name: {
            method: (
                [*asks[method], *(replace(ask, method=method) for ask in told.get(name, ()))]
                if method in METHODS or method == CALL
                else asks[method]
            )
            for method in sorted(asks, key=_place_of)
        }
        for name, asks in found.items()
        if name in fitted - scored
    }


def _place_of(method: str) -> int:
    return METHODS.index(method) if method in METHODS else len(METHODS)


def about(node: ast.AST, ask: Ask) -> ast.expr:
    """What an estimator is asked about in a tree of the statement; a blend itself."""
    if not ask.text:
        call = call_in(node, ask)
        rows = call and rows_asked(call)
        assert rows is not None
        return rows
    return next(
        part
        for part in ast.walk(node)
        if isinstance(part, ast.expr) and not isinstance(getattr(part, "ctx", None), ast.Store)
        if ast.unparse(part) == ask.text
    )


def call_in(node: ast.AST, ask: Ask) -> ast.Call | None:
    """The call of `ask` in a tree of its statement."""
    inside = bool(ask.there) and not isinstance(node, LOOPS)
    for name, call in _calls(node, _called(ask), inside=inside):
        if (name, _method_of(call)) == (ask.there or ask.estimator, ask.by):
            return call
    return None


def questions_in(statement: Statement, ask: Ask) -> Iterator[ast.expr]:
    """The calls in a statement that ask the estimator what serving asks it; a blend where it is made."""
    if ask.text and statement.order == ask.order:
        yield about(parsed(statement.text).body[0], ask)
    is_same = ask.since <= statement.order < ask.before
    if is_same and not isinstance(statement.node, LOOPS) and ask.method not in TOLD:
        for name, call in _calls(parsed(statement.text), _called(ask)):
            if name == ask.estimator and _method_of(call) in (ask.method, _alike(ask)):
                yield call


def _called(ask: Ask) -> frozenset[str]:
    """The network that is asked by a call, if it is one."""
    return frozenset({ask.there or ask.estimator}) if ask.by == CALL else frozenset()


def _method_of(call: ast.Call) -> str:
    return CALL if isinstance(call.func, ast.Name) else last_name(call.func)


def _alike(ask: Ask) -> str:
    """The method by which an estimator that groups rows has said what serving asks it, or ""."""
    alike = (ask.method, ask.by) in (("predict", "fit_predict"), ("transform", TOPICS_TOLD))
    return ask.by if alike else ""


def asked_at(name: str, asks: list[Ask], statements: tuple[Statement, ...]) -> int:
    """The statement after which an estimator was asked, and is there: it may be chosen later."""
    last = max(max(ask.order, ask.until) for ask in asks)
    if not any(ask.there for ask in asks):
        return last
    return max([last, *(s.order for s in statements if name in s.binds)])


def changes_later(text: str, order: int, statements: tuple[Statement, ...]) -> bool:
    """True when what an estimator is asked about is changed by that statement or a later one."""
    names = {part.id for part in ast.walk(parsed(text)) if isinstance(part, ast.Name)}
    return any(names & (s.mutates | s.binds) for s in statements if s.order >= order)


def tested_text(ask: Ask, statements: tuple[Statement, ...]) -> str:
    """The notebook's own text for what the estimator was asked about."""
    statement = next(s for s in statements if s.order == ask.order)
    part = about(parsed(statement.text).body[0], ask)
    return ast.get_source_segment(statement.text, part) or ""


def _asked_in_loops(statements: tuple[Statement, ...]) -> Iterator[tuple[str, Ask]]:
    """Questions to every model of a table: for the name of the one that is chosen from it later, and for
    the table itself where one expression has the answers of all."""
    asked: dict[str, list[Ask]] = {}
    fixed = fixed_names(statements)
    for statement in statements:
        outside = not isinstance(statement.node, LOOPS)
        for each in questions_of(statement, METHODS, fixed) if outside else ():
            ask = Ask(each.table, each.method, statement.order, each.method, each.there)
            asked.setdefault(each.table, []).append(ask)
            if each.around:
                yield each.table, replace(ask, around=each.around)
        match statement.node:
            case ast.For(target=target, iter=iterated, body=body) if table := table_of(iterated):
                variables = {p.id for p in ast.walk(target) if isinstance(p, ast.Name)}
                for name, call in (pair for each in body for pair in _calls(each)):
                    by = last_name(call.func)
                    if name in variables and by in METHODS:
                        ask = Ask(table, by, statement.order, by, name)
                        asked.setdefault(table, []).append(ask)
                        for chosen in _kept_of(name, body):
                            yield chosen, replace(ask, estimator=chosen)
            case ast.Assign(
                targets=[ast.Name(id=chosen)], value=ast.Subscript(value=ast.Name(id=table))
            ):
                for ask in asked.get(table, ()):
                    yield chosen, replace(ask, estimator=chosen)


def _kept_of(name: str, body: Sequence[ast.stmt]) -> Iterator[str]:
    """Names that a loop gives to what `name` holds in a round: the best model so far."""
    for part in (part for each in body for part in ast.walk(each)):
        match part:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
                targets
            ) == len(values):
                pairs = list(zip(targets, values, strict=True))
            case ast.Assign(targets=[target], value=value):
                pairs = [(target, value)]
            case _:
                continue
        for target, value in pairs:
            match target, value:
                case ast.Name(id=kept), ast.Name(id=held) if held == name:
                    yield kept
                case ast.Name(id=kept), ast.Call(
                    func=copied, args=[ast.Name(id=held)]
                ) if held == name and last_name(copied) in ("copy", "deepcopy"):
                    yield kept


def _calls(
    node: ast.AST, called: frozenset[str] = frozenset(), *, inside: bool = False
) -> Iterator[tuple[str, ast.Call]]:
    """Calls that ask or teach, and whom: a search that was fitted answers by its best estimator.

    Networks are `called` themselves.

    Whom a comprehension asks counts with `inside`.
    """
    inner = set() if inside else _of_comprehensions(node)
    for call in calls_of(called, node):
        yield ast.unparse(call.func), call
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(value=owner, attr=method)) if rows_asked(part):
                if isinstance(owner, ast.Attribute) and owner.attr == "best_estimator_":
                    owner = owner.value
                match owner:
                    case ast.Name(id=name) if name not in inner:
                        if method in ASKING or asks_further(method):
                            yield name, part
                    case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant()):
                        if method in METHODS + TOLD and name not in inner:
                            yield ast.unparse(owner), part
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Attribute(value=ast.Call(), attr="fit")) as call,
            ) if rows_asked(call):
                yield name, call


def _of_comprehensions(node: ast.AST) -> set[str]:
    """Names that comprehensions bind: outside of them they are others, if anything."""
    return {
        part.id
        for each in ast.walk(node)
        if isinstance(each, ast.comprehension)
        for part in ast.walk(each.target)
        if isinstance(part, ast.Name)
    }


def _fitted(statement: Statement, fitting: Fitting) -> Iterator[str]:
    """Names of what a statement fits, or takes from what was fitted."""
    for name in fitting.names(statement.node):
        yield name
        if isinstance(statement.node, ast.For):
            yield from _kept_of(name, statement.node.body)
    match statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute(attr="best_estimator_")):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() | ast.IfExp()):
            yield name  # chosen among several: `models[best]`
