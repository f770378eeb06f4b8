"""`from m import *` becomes an import of the names that the notebook uses.

In a function a star import is a syntax error, and in a module it hides where names come from. What
cannot be told is left as it is: then the code stays in one namespace.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.syntax.parsing import parsed
from converter.syntax.reflection import reflection_in
from converter.syntax.text import Edit, Offsets, apply_edits


@dataclass(frozen=True)
class Star:
    """A star import: where it stands, its module, the names that it binds."""

    statement: Statement
    module: str
    exports: frozenset[str]


def star_modules(program: Program) -> tuple[str, ...]:
    """Modules of which some cell imports everything, sorted."""
    nodes = [node for cell in program.cells for node in cell.tree.body]
    return tuple(sorted({module for node in nodes if (module := _star(node))}))


def named_imports(flow: Dataflow, exports: Mapping[str, frozenset[str]]) -> Program:
    """The program with star imports of the modules in `exports` written out.

    Where code looks at the namespace itself, any of the names may be meant: nothing changes.
    """
    if any(reflection_in(each.node) for each in flow.statements):
        return flow.program
    stars = [
        Star(each, module, exports[module])
        for each in flow.statements
        if (module := _star(each.node)) in exports
    ]
    by_cell: dict[int, list[tuple[Star, str]]] = {}
    for star in stars:
        text = _written_out(star, stars, flow.statements)
        if text:
            by_cell.setdefault(star.statement.cell, []).append((star, text))
    if not by_cell:
        return flow.program
    cells = []
    for cell in flow.program.cells:
        code = cell.code
        if cell.number in by_cell:
            offsets = Offsets(code)
            edits = [
                Edit(offsets.start(star.statement.node), offsets.end(star.statement.node), text)
                for star, text in by_cell[cell.number]
            ]
            code = apply_edits(code, edits)
        cells.append(cell if code == cell.code else replace(cell, code=code, tree=parsed(code)))
    return replace(flow.program, cells=tuple(cells))


def _star(node: ast.stmt) -> str:
    match node:
        case ast.ImportFrom(module=str(module), names=[ast.alias(name="*")], level=0):
            return module
    return ""


def _written_out(star: Star, stars: list[Star], statements: tuple[Statement, ...]) -> str:
    """The imports that stand for a star import, or "" where it has to stay.

    Names that the notebook also binds get a statement of their own: they are no plain imports.
    """
    if star.statement.node.lineno != star.statement.node.end_lineno:
        return ""
    wanted = sorted(_wanted(star, stars, statements))
    if not wanted:
        root = star.module.split(".")[0]
        taken = any(root in each.binds | each.reads | each.late for each in statements)
        return "" if taken else f"import {star.module}"
    others = {name for each in statements for name in each.binds}
    alone = [name for name in wanted if name in others]
    together = [name for name in wanted if name not in others]
    lines = [f"from {star.module} import {', '.join(together)}"] if together else []
    lines += [f"from {star.module} import {name}" for name in alone]
    return "; ".join(lines)


def _wanted(star: Star, stars: list[Star], statements: tuple[Statement, ...]) -> Iterator[str]:
    """Exported names that are read while they mean what this import bound."""
    order = star.statement.order
    for name in star.exports:
        rivals = [s.statement.order for s in stars if s is not star and name in s.exports]
        later = min((rival for rival in rivals if rival > order), default=None)
        sure = (each.order for each in statements if each.order > order and name in each.surely)
        end = min([each for each in (later, next(sure, None)) if each is not None], default=None)
        reached = [
            each for each in statements if each.order > order and (end is None or each.order <= end)
        ]
        if any(name in each.reads for each in reached):
            yield name
        elif later is None and any(name in each.late for each in statements):
            # A function may be called at any time; it sees what is bound then.
            before = [each for each in statements if name in each.late]
            if end is None or any(each.order < end for each in before):
                yield name
