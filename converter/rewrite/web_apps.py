"""What waits for requests is left out: `app.run()`, `uvicorn.run(app)`, `demo.launch()` never return.

A generated service takes its place. The application itself stays, nothing calls it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from converter.model.program import WAITS, CodeCell, Program
from converter.rewrite.left_out import passed_over
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

# Classes of applications, by their libraries, and the methods by which these start to wait.
APPLICATIONS = {
    "bottle": {"Bottle"},
    "dash": {"Dash"},
    "flask": {"Flask"},
    "gradio": {"Blocks", "ChatInterface", "Interface", "TabbedInterface"},
    "jupyter_dash": {"JupyterDash"},
}
STARTING = frozenset({"launch", "run", "run_server"})
SERVERS = frozenset({"uvicorn.run", "waitress.serve"})


def without_servers(program: Program) -> Program:
    """The program without what starts a server; itself where nothing does."""
    names = {
        name: full
        for cell in program.cells
        for node in ast.walk(cell.tree)
        for name, full in _imported(node)
    }
    if not names:
        return program
    apps = {
        name
        for cell in program.cells
        for node in ast.walk(cell.tree)
        for name in _apps(node, names)
    }
    cells = tuple(_edited(cell, names, apps) for cell in program.cells)
    return program if cells == program.cells else replace(program, cells=cells)


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names that an import binds to libraries of applications and servers, or to parts of them."""
    roots = APPLICATIONS.keys() | {each.partition(".")[0] for each in SERVERS}
    match node:
        case ast.Import(names=aliases):
            for each in aliases:
                if each.name in roots:
                    yield each.asname or each.name, each.name
        case ast.ImportFrom(module=str(module), names=aliases, level=0) if module in roots:
            for each in aliases:
                yield each.asname or each.name, f"{module}.{each.name}"


def _apps(node: ast.AST, names: Mapping[str, str]) -> Iterator[str]:
    """Names that a statement binds to an application."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _makes_app(value, names):
            yield name
        case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)):
            if _makes_app(value, names):
                yield name


def _makes_app(node: ast.expr, names: Mapping[str, str]) -> bool:
    library, _, kind = (
        _full(node.func, names).partition(".") if isinstance(node, ast.Call) else ("",) * 3
    )
    return kind in APPLICATIONS.get(library, ())


def _full(node: ast.expr, names: Mapping[str, str]) -> str:
    """The full name of what is called, "" for what is not of these libraries."""
    root, _, rest = ast.unparse(node).partition(".")
    full = names.get(root, "")
    return f"{full}.{rest}" if full and rest else full


def _starts(node: ast.stmt, names: Mapping[str, str], apps: set[str]) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=function)) if _full(function, names) in SERVERS:
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=method))):
            app = isinstance(owner, ast.Name) and owner.id in apps
            return method in STARTING and (app or _makes_app(owner, names))
    return False


def _edited(cell: CodeCell, names: Mapping[str, str], apps: set[str]) -> CodeCell:
    edits = list(_edits(cell.tree, cell.code, Offsets(cell.code), names, apps))
    if not edits:
        return cell
    code = apply_edits(cell.code, sorted(edits))
    return replace(cell, code=code, tree=parsed(code))


def _edits(
    tree: ast.AST, code: str, offsets: Offsets, names: Mapping[str, str], apps: set[str]
) -> Iterator[Edit]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue  # who calls it decides
            case ast.If(body=body, orelse=[]) if all(_starts(each, names, apps) for each in body):
                yield passed_over(node, code, offsets, WAITS)  # `if __name__ == "__main__":`
            case ast.stmt() if _starts(node, names, apps):
                yield passed_over(node, code, offsets, WAITS)
            case _:
                yield from _edits(node, code, offsets, names, apps)
