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
    for statement in statements:
        if isinstance(statement.node, LOOPS):
            continue
        parts = [p for p in ast.walk(statement.node) if isinstance(p, ast.Assign | ast.Call)]
        for part in sorted(parts, key=lambda each: each.lineno):
            match part:
                case ast.Call(func=function, args=[ast.Name(id=name), *rest]) if (
                    last_name(function) in {*SAVING, "save"} and name in fitted | known.keys()
                ):
                    saved.append((name, _text_of(rest)))
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[path, *_]
                ) if (method in SAVED_BY and name in fitted | known.keys()):
                    saved.append((name, _text_of([path])))
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[path, *_]
                ) if method in LOADED_BY and isinstance(statement.node, ast.Expr):
                    known[name] = [
                        each for of in _read(path, saved) for each in known.get(of, [of])
                    ]
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    for of in _named_in(value, fitted | known.keys(), saved):
                        known.setdefault(name, []).extend(known.get(of, [of]))
    return {name: [each for each in of if each != name] for name, of in known.items()}


def _text_of(nodes: Sequence[ast.expr]) -> str:
    """A file as it is written: `"model.joblib"`, `open(path, "wb")` by its path."""
    match list(nodes[:1]):
        case [ast.Call(func=ast.Name(id="open"), args=[path, *_])]:
            return ast.unparse(path)
        case [path]:
            return ast.unparse(path)
    return ""


def _read(path: ast.expr, saved: list[tuple[str, str]]) -> list[str]:
    """What was last saved in that file; what was last saved at all where none is named so."""
    text = _text_of([path])
    there = [name for name, file in saved if file == text]
    return there[-1:] or [name for name, _ in saved[-1:]]


def _named_in(value: ast.expr, fitted: set[str], saved: list[tuple[str, str]]) -> Iterator[str]:
    match value:
        case ast.Name(id=name) if name in fitted:
            yield name
        case ast.Call(func=function, args=[ast.Name(id=name), *_]) if (
            last_name(function) in COPYING and name in fitted
        ):
            yield name
        case ast.Call(func=function, args=[path, *_]) if last_name(function) in LOADING | LOADED_BY:
            yield from _read(path, saved)
        case ast.Call(keywords=[ast.keyword(arg="model_file", value=path)]):
            yield from _read(path, saved)
