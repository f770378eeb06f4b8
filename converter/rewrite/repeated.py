"""A function that is defined again under its name: the earlier versions get names of their own.

In a notebook each use means the version above it. As long as no other function or lambda asks for
the name when it runs, which version that is is plain from where it stands; who is given the function
must not ask it for its name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import CodeCell, Program
from converter.syntax.callers import TAKES_PARTIALS
from converter.syntax.parsing import parsed
from converter.syntax.references import references
from converter.syntax.text import Edit, Offsets, apply_edits
from converter.syntax.tokens import tokens_of

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def told_apart(flow: Dataflow) -> Program:
    """The program in which no two different functions share a name, where that is possible."""
    new_names: dict[int, dict[str, str]] = {}
    older: set[str] = set()
    taken = {name for each in flow.statements for name in each.binds | each.reads | each.late}
    for name, versions in _versions(flow.statements):
        names = list(_names(name, len(versions), taken))
        older.update(names[:-1])
        for each in flow.statements:
            above = [i for i, version in enumerate(versions) if version.order <= each.order]
            if above and above[-1] < len(versions) - 1:
                new_names.setdefault(each.order, {})[name] = names[above[-1]]
    if not new_names:
        return flow.program
    by_cell: dict[int, list[Statement]] = {}
    for statement in flow.statements:
        by_cell.setdefault(statement.cell, []).append(statement)
    cells = tuple(
        _renamed(cell, by_cell.get(cell.number, []), new_names) for cell in flow.program.cells
    )
    return replace(flow.program, cells=cells, older=frozenset(older))


def _versions(
    statements: tuple[Statement, ...],
) -> Iterator[tuple[str, list[Statement]]]:
    """Functions defined more than once, differently, all of whose uses are plain."""
    binders: dict[str, list[Statement]] = {}
    for each in statements:
        for name in each.binds | each.deletes | each.assigns_late:
            binders.setdefault(name, []).append(each)
    for name, versions in sorted(binders.items()):
        if len(versions) < 2 or not all(_defines(each.node, name) for each in versions):
            continue
        if len({ast.dump(each.node) for each in versions}) < 2:
            continue
        unclear = any(
            name in each.late | each.strings
            or (name in each.reads and each.order <= versions[0].order)
            for each in statements
        )
        if not unclear and all(_called(each, name) for each in statements):
            yield name, versions


def _defines(node: ast.stmt, name: str) -> bool:
    return isinstance(node, FUNCTIONS) and node.name == name and not node.decorator_list


def _called(statement: Statement, name: str) -> bool:
    """True when the statement only calls the function, at once, or has it called."""
    return all(
        (use.call is not None or use.receiver in TAKES_PARTIALS) and not use.deferred
        for use in references(statement.node, frozenset({name}))
    )


def _names(name: str, count: int, taken: set[str]) -> Iterator[str]:
    number = 0
    for _ in range(count - 1):
        number += 1
        while f"{name}_{number}" in taken:
            number += 1
        yield f"{name}_{number}"
    yield name


def _renamed(
    cell: CodeCell, statements: list[Statement], new_names: Mapping[int, Mapping[str, str]]
) -> CodeCell:
    offsets = Offsets(cell.code)
    trusted = {(node.lineno, node.col_offset): node for node in parsed(cell.code).body}
    tokens = tokens_of(cell.code)
    edits: list[Edit] = []
    for statement in statements:
        names = new_names.get(statement.order, {})
        node = trusted[statement.node.lineno, statement.node.col_offset]
        for use in references(node, frozenset(names)):
            start, end = offsets.start(use.node), offsets.end(use.node)
            edits.append(Edit(start, end, names[use.node.id]))
        if isinstance(node, FUNCTIONS) and node.name in names:
            begin = offsets.start(node)
            start, end = next((a, b) for a, b, t in tokens if a >= begin and t == node.name)
            edits.append(Edit(start, end, names[node.name]))
    if not edits:
        return cell
    code = apply_edits(cell.code, edits)
    return replace(cell, code=code, tree=ast.parse(code))
