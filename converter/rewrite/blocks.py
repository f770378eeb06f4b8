"""Statements inside the blocks of a statement, and how one is taken out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from converter.rewrite.body import Body
from converter.syntax.text import Edit


def removals(body: Body, unwanted: Callable[[ast.stmt], bool]) -> Iterator[Edit]:
    """Edits that take unwanted statements out of blocks; a block that would be empty passes.

    Functions and classes are not entered.
    """
    yield from _removals(body.tree, body, unwanted)


def _removals(node: ast.AST, body: Body, unwanted: Callable[[ast.stmt], bool]) -> Iterator[Edit]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for block in blocks_of(node):
        going = [statement for statement in block if unwanted(statement)]
        for statement in block:
            if statement in going:
                yield removed(statement, body, passes=going == block and statement is block[0])
            else:
                yield from _removals(statement, body, unwanted)


def blocks_of(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The blocks of statements directly in `node`."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if isinstance(block, list) and block:
            yield block
    for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
        yield part.body


def removed(statement: ast.stmt, body: Body, *, passes: bool) -> Edit:
    """The edit that takes the statement out with its line, or makes it `pass`."""
    start, end = body.offsets.start(statement), body.offsets.end(statement)
    if passes:
        return Edit(start, end, "pass")
    begin = body.text.rfind("\n", 0, start) + 1
    stop = body.text.find("\n", end)
    stop = len(body.text) if stop < 0 else stop
    if body.text[begin:start].strip() or body.text[end:stop].strip():
        return Edit(start, end, "pass")  # it shares its line
    return Edit(begin - 1, stop, "")
