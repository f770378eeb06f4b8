"""Functions that other processes look up by their name in a module, as pools of processes do.

A pool pickles the function that it is given as the names of its module and its own. In the notebook
that is a name of the one namespace; a closure in a stage has no such name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from converter.model.dataflow import Statement
from converter.syntax.references import references

POOLS = frozenset({"Pool", "ProcessPoolExecutor", "process_map"})
_HANDED_TO = frozenset("""
    apply apply_async imap imap_unordered map map_async partial process_map starmap starmap_async
    submit
    """.split())
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def looked_up_by_name(staying: Iterable[Statement], running: Iterable[Statement]) -> str:
    """Why functions that stay in their stages need module globals, or "".

    `staying` are the statements of the stages, `running` all of the notebook's.
    """
    running = tuple(running)
    if not any(_makes_pool(each.node) for each in running):
        return ""
    defined = {each.node.name: each for each in staying if isinstance(each.node, _DEFINITIONS)}
    classes = {name for name, each in defined.items() if isinstance(each.node, ast.ClassDef)}
    for statement in running:
        for use in references(statement.node, frozenset(defined)):
            name = use.node.id
            if name in classes or use.receiver in _HANDED_TO:
                place = f"cell {defined[name].span.cell}"
                return f"{place} defines '{name}', which other processes look up by its name"
    return ""


def _makes_pool(node: ast.AST) -> bool:
    """True where a pool of processes is named, imported or asked for."""
    for part in ast.walk(node):
        match part:
            case ast.ImportFrom(module=str(module), names=names):
                found = {alias.name for alias in names} & POOLS
                if found and not module.endswith((".dummy", ".pool")):
                    return True
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if name in POOLS:
                return owner not in {"dummy", "pd"}
    return False
