"""Imports of notebooks become imports of the modules that these notebooks become.

`import import_ipynb` (or nbimporter, importnb) makes notebooks importable, and the package `ipynb` has them below
`ipynb.fs.full`; in a project they are plain modules.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from converter.model.program import CodeCell, Program
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

HOOKS = frozenset({"import_ipynb", "importnb", "nbimporter"})
PREFIXES = ("ipynb.fs.full.", "ipynb.fs.defs.")


def imported_notebooks(program: Program) -> tuple[str, ...]:
    """Names of modules that the program may import as notebooks, sorted; none without such a hook."""
    nodes = [part for cell in program.cells for part in ast.walk(cell.tree)]
    modules = [name for node in nodes for name in _modules(node)]
    named = {name.removeprefix(p).split(".")[0] for name in modules for p in PREFIXES if p in name}
    if HOOKS & {name.split(".")[0] for name in modules}:
        named |= {name.split(".")[0] for name in modules} - HOOKS
    return tuple(sorted(named))


def with_module_imports(program: Program, notebooks: frozenset[str]) -> Program:
    """The program with its imports of `notebooks` made plain, and without the hooks."""
    if not notebooks:
        return program
    return replace(program, cells=tuple(_edited(cell) for cell in program.cells))


def _edited(cell: CodeCell) -> CodeCell:
    offsets = Offsets(cell.code)
    edits = [
        Edit(offsets.start(node), offsets.end(node), text)
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and (text := _plain(node)) != ast.unparse(node)
    ]
    if not edits:
        return cell
    code = apply_edits(cell.code, edits)
    return replace(cell, code=code, tree=parsed(code))


def _plain(node: ast.Import | ast.ImportFrom) -> str:
    match node:
        case ast.ImportFrom(module=str(module), names=names, level=0):
            if module.split(".")[0] in HOOKS:
                return "pass"
            imported = ", ".join(ast.unparse(each) for each in names)
            return f"from {_without_prefix(module)} import {imported}"
        case ast.Import(names=names):
            kept = [each for each in names if each.name.split(".")[0] not in HOOKS]
            if not kept:
                return "pass"
            return "import " + ", ".join(_without_prefix(ast.unparse(each)) for each in kept)
    return ast.unparse(node)


def _without_prefix(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def _modules(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (each.name for each in names)
        case ast.ImportFrom(module=str(module), level=0):
            yield module
