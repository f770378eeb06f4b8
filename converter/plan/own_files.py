"""Functions that read files which the notebook itself writes: a service has artifacts instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from converter.model.dataflow import Statement
from converter.syntax.dotted import last_name

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
READING = ("load", "open", "read_")
WRITING = ("dump", "save", "to_", "write")


def reading_own_files(statements: Sequence[Statement]) -> dict[str, str]:
    """For each function that reads such a file, also through another function, why it is not served."""
    texts = _texts(statements)
    functions = {each.node.name: each for each in statements if isinstance(each.node, FUNCTIONS)}
    written = {path for each in statements for path in _paths(each.node, texts, WRITING)}
    found: dict[str, str] = {}
    for name, each in functions.items():
        for path in _paths(each.node, texts, READING):
            if path in written:
                found.setdefault(
                    name,
                    f"it reads '{path}', which the notebook writes: a service has what training "
                    "leaves, no such file; read it into a name above the function",
                )
    while more := {
        name: found[callee]
        for name, each in functions.items()
        for callee in sorted(each.late & found.keys())
        if name not in found
    }:
        found |= more
    return found


def _texts(statements: Sequence[Statement]) -> dict[str, str]:
    """Names that the notebook binds to a text."""
    found: dict[str, str] = {}
    for each in statements:
        match each.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found[name] = text
    return found


def _paths(node: ast.AST, texts: Mapping[str, str], verbs: tuple[str, ...]) -> Iterator[str]:
    """The files that calls of functions with such names are given; `open` says in its mode what it does."""
    for part in ast.walk(node):
        if not isinstance(part, ast.Call):
            continue
        name, writes = last_name(part.func), _mode(part).startswith(("w", "a", "x"))
        if name == "open":
            counts = writes == (verbs is WRITING)
        else:
            counts = name.startswith(verbs)
        if counts:
            for value in (*part.args, *(word.value for word in part.keywords)):
                match value:
                    case ast.Constant(value=str(text)) if "." in text:
                        yield text
                    case ast.Name(id=name) if name in texts:
                        yield texts[name]


def _mode(call: ast.Call) -> str:
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "mode")]
    return next((str(v.value) for v in given if isinstance(v, ast.Constant)), "r")
