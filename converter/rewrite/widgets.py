"""What needs a browser: `interact` is left out, bars of progress become those of a terminal.

`interact(f, x=(0, 10))` runs `f` where somebody moves a slider, and once before that; of a decorator the
function stays. `tqdm.notebook` draws with widgets, `tqdm.auto` only where there is a notebook.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from converter.model.program import NEEDS_BROWSER, CodeCell, Program
from converter.rewrite.left_out import commented, passed_over
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

LIBRARY = "ipywidgets"
CALLED = frozenset({"interact", "interact_manual"})
BARS = {"tqdm_notebook": "tqdm", "tnrange": "trange"}


def without_widgets(program: Program) -> Program:
    """The program without what moves sliders; itself where it has nothing of the kind."""
    names: dict[str, str] = {}
    for cell in program.cells:
        for node in ast.walk(cell.tree):
            names.update(_imported(node))
    own = {name for cell in program.cells for node in ast.walk(cell.tree) for name in _bound(node)}
    names = {name: full for name, full in names.items() if name not in own}
    cells = tuple(_edited(cell, names) for cell in program.cells)
    if cells == program.cells:
        return program
    used = {n.id for c in cells for n in ast.walk(c.tree) if isinstance(n, ast.Name)}
    return replace(program, cells=tuple(_without_imports(cell, used) for cell in cells))


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names that an import binds to ipywidgets, or to a function of it, with the full name."""
    match node:
        case ast.Import(names=aliases):
            for each in aliases:
                if each.name.split(".")[0] == LIBRARY:
                    yield (each.asname or LIBRARY), (each.name if each.asname else LIBRARY)
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            if module.split(".")[0] == LIBRARY:
                for each in aliases:
                    yield each.asname or each.name, f"{module}.{each.name}"


def _bound(node: ast.AST) -> Iterator[str]:
    """Names that the notebook gives a meaning of its own."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name


def _edited(cell: CodeCell, names: Mapping[str, str]) -> CodeCell:
    offsets = Offsets(cell.code)
    edits = [
        edit for node in ast.walk(cell.tree) for edit in _changes(node, names, cell.code, offsets)
    ]
    if not edits:
        return cell
    code = apply_edits(cell.code, sorted(edits))
    return replace(cell, code=code, tree=parsed(code))


def _without_imports(cell: CodeCell, used: set[str]) -> CodeCell:
    """The cell without imports of `interact` that nothing uses any more."""
    edits: list[Edit] = []
    offsets = Offsets(cell.code)
    for node in ast.walk(cell.tree):
        match node:
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                idle = [a for a in aliases if a.name in CALLED and (a.asname or a.name) not in used]
                if module.split(".")[0] == LIBRARY and idle:
                    kept = ", ".join(ast.unparse(each) for each in aliases if each not in idle)
                    text = f"from {module} import {kept}" if kept else "pass"
                    if cell.code[offsets.end(node) :].startswith("\n"):  # lines keep their numbers
                        text += "\n" * ((node.end_lineno or node.lineno) - node.lineno)
                    edits.append(Edit(offsets.start(node), offsets.end(node), text))
    if not edits:
        return cell
    code = apply_edits(cell.code, sorted(edits))
    return replace(cell, code=code, tree=parsed(code))


def _changes(
    node: ast.AST, names: Mapping[str, str], code: str, offsets: Offsets
) -> Iterator[Edit]:
    match node:
        case ast.Expr(value=call) if _interacts(call, names):
            yield passed_over(node, code, offsets, NEEDS_BROWSER)
        case ast.FunctionDef(decorator_list=decorators):
            for each in decorators:
                if _interacts(each, names):
                    start = code.rindex("@", 0, offsets.start(each))
                    end = offsets.end(each)
                    yield Edit(start, end, commented(code[start:end], NEEDS_BROWSER))
        case ast.ImportFrom(module="tqdm.notebook" | "tqdm.autonotebook", names=aliases, level=0):
            told = ", ".join(map(ast.unparse, aliases))
            text = f"from tqdm.auto import {told}"
            yield Edit(offsets.start(node), offsets.end(node), text)
        case ast.ImportFrom(module="tqdm", names=[ast.alias(name=name) as each], level=0):
            if name in BARS:
                told = f"from tqdm.auto import {BARS[name]} as {each.asname or name}"
                yield Edit(offsets.start(node), offsets.end(node), told)


def _interacts(node: ast.expr, names: Mapping[str, str]) -> bool:
    """True for a call of `interact`, and for the function itself as a decorator."""
    while isinstance(node, ast.Call):
        node = node.func
    owner = node
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    if not isinstance(owner, ast.Name) or owner.id not in names:
        return False
    said = ast.unparse(node).removeprefix(owner.id)
    parts = f"{names[owner.id]}{said}".split(".")
    return parts[-1] in CALLED or (parts[-1] == "options" and parts[-2] in CALLED)
