"""Other names of fitted estimators: `best = forest`, a copy, what is read back from the file it was saved in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from converter.model.dataflow import Statement
from converter.syntax.dotted import last_name

LOOPS = (ast.For, ast.While, ast.AsyncFor, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
SAVING = frozenset({"dump", "dumps"})
LOADING = frozenset({"load", "loads"})
COPYING = frozenset({"copy", "deepcopy"})


def other_names(statements: tuple[Statement, ...], fitted: set[str]) -> Mapping[str, list[str]]:
    """For each further name of an estimator the names that it had; empty for one from a file of elsewhere."""
    known: dict[str, list[str]] = {}
    saved: list[str] = []
    for statement in statements:
        if isinstance(statement.node, LOOPS):
            continue
        parts = [p for p in ast.walk(statement.node) if isinstance(p, ast.Assign | ast.Call)]
        for part in sorted(parts, key=lambda each: each.lineno):
            match part:
                case ast.Call(func=function, args=[ast.Name(id=name), *_]) if (
                    last_name(function) in SAVING and name in fitted | known.keys()
                ):
                    saved.append(name)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    for of in _named_in(value, fitted | known.keys(), saved):
                        known.setdefault(name, []).extend(known.get(of, [of]))
    return {name: [each for each in of if each != name] for name, of in known.items()}


def _named_in(value: ast.expr, fitted: set[str], saved: list[str]) -> Iterator[str]:
    match value:
        case ast.Name(id=name) if name in fitted:
            yield name
        case ast.Call(func=function, args=[ast.Name(id=name), *_]) if (
            last_name(function) in COPYING and name in fitted
        ):
            yield name
        case ast.Call(func=function, args=[_, *_]) if last_name(function) in LOADING:
            yield from saved[-1:]
