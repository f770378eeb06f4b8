"""Second names for what a made function already has a name for: `X_test = X`, where rows were chosen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits


def without_aliases(body: str) -> str:
    """The statements of a function without second names; what they stood for is said instead."""
    while edits := next(_taken_out(body), None):
        body = apply_edits(body, sorted(edits))
    return body


def _taken_out(body: str) -> Iterator[list[Edit]]:
    """What to edit for each name that can go."""
    tree, offsets = parsed(body), Offsets(body)
    for statement, following in zip(tree.body, [*tree.body[1:], ast.Pass()], strict=True):
        match statement:
            case ast.Assign(targets=[ast.Name(id=alias)], value=ast.Name(id=name)):
                start = offsets.start(statement)
                end = body.find("\n", offsets.end(statement)) + 1 or len(body)
                said = body[offsets.end(statement) : end].strip()
                if body[body.rfind("\n", 0, start) + 1 : start].strip() or said[:1] not in (
                    "",
                    "#",
                ):
                    continue  # others stand in its line
                if alias == name:
                    scope: ast.AST = statement
                elif _is_replaced(following, alias, name):
                    scope = following
                elif _can_go(tree, statement, alias, name):
                    scope = tree
                else:
                    continue
                yield [Edit(_with_comments(body, start), end, "")] + [
                    Edit(offsets.start(part), offsets.end(part), name)
                    for part in _names(scope, alias)
                    if isinstance(part.ctx, ast.Load) and alias != name
                ]


def _with_comments(body: str, start: int) -> int:
    """Where the comments begin that stand right above a statement: they tell what it did."""
    while start:
        above = body.rfind("\n", 0, start - 1) + 1
        if not body[above:start].startswith("#"):
            break
        start = above
    return start


def _is_replaced(following: ast.stmt, alias: str, name: str) -> bool:
    """True where the next statement makes the alias another object, from what it stood for till then."""
    match following:
        case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == alias:
            later = any(isinstance(p, ast.Lambda | ast.GeneratorExp) for p in ast.walk(value))
            inner = {p.id for p in ast.walk(value) if isinstance(p, ast.Name) and _binds(p)}
            said = any(_says(part, alias) for part in ast.walk(value))
            return not (later or said or inner & {alias, name}) and bool(_names(value, alias))
    return False


def _binds(part: ast.Name) -> bool:
    return not isinstance(part.ctx, ast.Load)


def _can_go(tree: ast.Module, statement: ast.stmt, alias: str, name: str) -> bool:
    """True where `alias` is bound once, and `name` not again: both are one object from there to the end."""
    here = (statement.lineno, statement.col_offset)
    inner = {part.arg for part in ast.walk(tree) if isinstance(part, ast.arg)}
    if {alias, name} & inner or any(_says(part, alias) for part in ast.walk(tree)):
        return False
    bound = [part for part in _names(tree, alias) if not isinstance(part.ctx, ast.Load)]
    early = [part for part in _names(tree, alias) if (part.lineno, part.col_offset) < here]
    again = [part for part in _names(tree, name) if not isinstance(part.ctx, ast.Load)]
    later = [part for part in again if (part.lineno, part.col_offset) > here]
    return len(bound) == 1 and not early and not later


def _names(tree: ast.AST, name: str) -> list[ast.Name]:
    return [part for part in ast.walk(tree) if isinstance(part, ast.Name) and part.id == name]


def _says(part: ast.AST, name: str) -> bool:
    """True for a text that may mean the name (`query`), and for code that looks it up or defines it."""
    match part:
        case ast.Constant(value=str(text)):
            return re.search(rf"\b{re.escape(name)}\b", text) is not None
        case ast.Call(func=ast.Name(id=called)):
            return called in {"eval", "exec", "globals", "locals", "vars"}
        case ast.FunctionDef(name=own) | ast.ClassDef(name=own) | ast.alias(name=own):
            return own == name
    return False
