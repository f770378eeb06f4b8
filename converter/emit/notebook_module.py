"""A notebook that another one imports, as a module: its cells, top to bottom."""

from __future__ import annotations

import ast

from converter.emit.formatting import formatted
from converter.emit.wording import one_line
from converter.model.program import Program

DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def notebook_module(program: Program, *, only_definitions: bool) -> str:
    """The source of the module; with `only_definitions` what `ipynb.fs.defs` takes of a notebook."""
    parts = [f'"""{one_line(program.title) or program.notebook.name}."""']
    names = {
        part.id for c in program.cells for part in ast.walk(c.tree) if isinstance(part, ast.Name)
    }
    if "display" in names:
        parts.append("from IPython.display import display")
    for cell in program.cells:
        if only_definitions:
            found = [node for node in cell.tree.body if _is_definition(node)]
            parts += [ast.get_source_segment(cell.code, node) or "" for node in found]
        else:
            parts.append(cell.code)
    return formatted("\n\n".join(parts) + "\n")


def _is_definition(node: ast.stmt) -> bool:
    """Imports, functions, classes, and constants in capitals."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name.isupper()
    return isinstance(node, DEFINITIONS)
