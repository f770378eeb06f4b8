"""Other names of fitted estimators: `best = forest`, a copy, what is read back from the file it was saved in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from converter.model.dataflow import Statement
from converter.syntax.dotted import last_name

LOOPS = (ast.For, ast.While, ast.AsyncFor, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
SAVING = frozenset({"dump", "dumps"})
LOADING = frozenset({"load", "loads"})
# Methods of models that write themselves, and what reads them: functions, or methods of a new one.
SAVED_BY = frozenset({"save", "save_model"})
LOADED_BY = frozenset({"load_model"})
COPYING = frozenset({"copy", "deepcopy"})


def other_names(statements: tuple[Statement, ...], fitted: set[str]) -> Mapping[str, list[str]]:
    """For each further name of an estimator the names that it had; empty for one from a file of elsewhere."""
    known: dict[str, list[str]] = {}
    saved: list[tuple[str, str]] = []  # with the file
    opened: dict[str, str] = {}
    for statement in statements:
        opened |= _opened(statement.node)
        if isinstance(statement.node, LOOPS):
            continue
        parts = [p for p in ast.walk(statement.node) if isinstance(p, ast.Assign | ast.Call)]
        for part in sorted(parts, key=lambda each: each.lineno):
            match part:
                case ast.Call(func=function, args=[ast.Name(id=name), *rest]) if (
                    last_name(function) in {*SAVING, "save"} and name in fitted | known.keys()
                ):
                    saved.append((name, _text_of(rest, opened)))
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[path, *_]
                ) if (method in SAVED_BY and name in fitted | known.keys()):
                    saved.append((name, _text_of([path], opened)))
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[path, *_]
                ) if method in LOADED_BY and isinstance(statement.node, ast.Expr):
                    known[name] = [
                        each for of in _read(path, saved, opened) for each in known.get(of, [of])
                    ]
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    for of in _named_in(value, fitted | known.keys(), saved, opened):
                        known.setdefault(name, []).extend(known.get(of, [of]))
    return {name: [each for each in of if each != name] for name, of in known.items()}


def read_again(statements: tuple[Statement, ...], others: Mapping[str, list[str]]) -> set[str]:
    """Names of what is read back from where one estimator was saved, which is still that one: `loaded_model`."""
    return {
        name
        for statement in statements
        for name in statement.binds & others.keys()
        if len(set(others[name])) == 1 and _reads(statement.node)
        if [s.order for s in statements if name in s.binds | s.mutates] == [statement.order]
        if not any(
            others[name][0] in s.binds | s.mutates for s in statements if s.order > statement.order
        )
    }


def _reads(node: ast.stmt) -> bool:
    calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
    return any(last_name(each) in LOADING | LOADED_BY for each in calls)


def _opened(node: ast.stmt) -> dict[str, str]:
    """Names of files that a statement opens, with their paths as they are written."""
    pairs: list[tuple[ast.expr | None, ast.expr]] = []
    match node:
        case ast.Assign(targets=[target], value=value):
            pairs = [(target, value)]
        case ast.With(items=items):
            pairs = [(item.optional_vars, item.context_expr) for item in items]
    return {
        target.id: _text_of([value], {})
        for target, value in pairs
        if isinstance(target, ast.Name) and isinstance(value, ast.Call)
        if ast.unparse(value.func) == "open" and value.args
    }


def _text_of(nodes: Sequence[ast.expr], opened: Mapping[str, str]) -> str:
    """A file as it is written: `"model.joblib"`, `open(path, "wb")` by its path, so by a name of that."""
    match list(nodes[:1]):
        case [ast.Name(id=name)] if name in opened:
            return opened[name]
        case [ast.Call(func=ast.Name(id="open"), args=[path, *_])]:
            return ast.unparse(path)
        case [path]:
            return ast.unparse(path)
    return ""


def _read(path: ast.expr, saved: list[tuple[str, str]], opened: Mapping[str, str]) -> list[str]:
    """What was last saved in that file; what was last saved at all where none is named so."""
    text = _text_of([path], opened)
    there = [name for name, file in saved if file == text]
    return there[-1:] or [name for name, _ in saved[-1:]]


def _named_in(
    value: ast.expr, fitted: set[str], saved: list[tuple[str, str]], opened: Mapping[str, str]
) -> Iterator[str]:
    match value:
        case ast.Name(id=name) if name in fitted:
            yield name
        case ast.Call(func=function, args=[ast.Name(id=name), *_]) if (
            last_name(function) in COPYING and name in fitted
        ):
            yield name
        case ast.Call(func=function, args=[path, *_]) if last_name(function) in LOADING | LOADED_BY:
            yield from _read(path, saved, opened)
        case ast.Call(keywords=[ast.keyword(arg="model_file", value=path)]):
            yield from _read(path, saved, opened)
