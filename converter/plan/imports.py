"""Which imports may stand at the top of every module that needs them."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from converter.model.dataflow import ENVIRON, FILES, Statement
from converter.model.plan import ImportLine


def import_lines(
    statements: tuple[Statement, ...], active: frozenset[str] = frozenset()
) -> tuple[ImportLine, ...]:
    """The imports of the notebook whose names mean the same module throughout.

    An import stays an ordinary statement of its stage when its name is also bound by something
    else (`datetime = datetime.now()`), deleted, or bound to different modules. It is `late`
    when code before it changed the environment (`sys.path`, `os.environ`, the working folder), or
    when its module is one of `active`, which do something when they are imported.
    """
    meanings: dict[str, set[str]] = {}
    others: Counter[str] = Counter()
    for statement in statements:
        lines = list(_lines(statement))
        for name, text in lines:
            meanings.setdefault(name, set()).add(_meaning(name, text))
        nested = set() if lines else set(_nested_standard(statement.node))
        for name in nested:
            meanings.setdefault(name, set()).add(name)
        bound = set() if lines else statement.binds - (nested - _bound_otherwise(statement.node))
        others.update([*bound, *statement.deletes, *statement.assigns_late])
    mixed = _mixed(
        statements, {name for name in meanings if len(meanings[name]) > 1 or others[name]}
    )
    found: dict[str, ImportLine] = {}
    changed_environment = False
    loaded: set[str] = set()
    for statement in statements:
        lines = list(_lines(statement))
        names = tuple(name for name, _ in lines)
        block = isinstance(statement.node, ast.Try)
        for name, text in lines:
            if name in mixed:
                continue
            root = text.split()[1].split(".")[0]
            ready = root in loaded or root in sys.stdlib_module_names
            late = root in active or (changed_environment and not ready)
            if not late:
                loaded.add(root)
            line = ImportLine(names if block else (name,), text, statement.order, late, block)
            found.setdefault(text, line)
        for name in () if lines else _nested_standard(statement.node):
            if name not in mixed:
                text = f"import {name}"
                known = found.get(text, ImportLine((name,), text, statement.order))
                found[text] = replace(known, nested=True)
        if not lines and (ENVIRON in statement.effects or _writes_module(statement)):
            changed_environment = True
    return tuple(found.values())


def _mixed(statements: tuple[Statement, ...], names: set[str]) -> set[str]:
    """`names`, and those that share an import statement with one: it stays whole in its stage."""
    grew = True
    while grew:
        grew = False
        for statement in statements:
            together = {name for name, _ in _lines(statement)}
            if together & names and not together <= names:
                names = names | together
                grew = True
    return names


def _nested_standard(node: ast.AST) -> Iterator[str]:
    """Standard modules that blocks of the statement import plainly; functions are not looked into."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        return
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name in sys.stdlib_module_names and not alias.asname:
                yield alias.name
    for child in ast.iter_child_nodes(node):
        yield from _nested_standard(child)


def _bound_otherwise(node: ast.AST) -> set[str]:
    """Names that a statement binds by anything but a plain import."""
    found = {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    for part in ast.walk(node):
        if isinstance(part, ast.Import | ast.ImportFrom):
            found |= {alias.asname for alias in part.names if alias.asname}
    return found


def _writes_module(statement: Statement) -> bool:
    """True when it may write a Python file, which a later import may mean."""
    return FILES in statement.effects and any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and ".py" in part.value
        for part in ast.walk(statement.node)
    )


def is_import(statement: Statement) -> bool:
    """True for import statements and for `try: import ... except ImportError: ...` blocks."""
    return next(_lines(statement), None) is not None or is_future(statement.node)


def star_import(node: ast.stmt) -> str | None:
    """The module of `from module import *` anywhere in `node`, or None."""
    for part in ast.walk(node):
        if isinstance(part, ast.ImportFrom) and any(alias.name == "*" for alias in part.names):
            return "." * part.level + (part.module or "")
    return None


def imported_modules(statements: tuple[Statement, ...]) -> tuple[str, ...]:
    """The full names of all modules imported anywhere, inside functions too, sorted."""
    found: set[str] = set()
    for statement in statements:
        for part in ast.walk(statement.node):
            if isinstance(part, ast.Import):
                found.update(alias.name for alias in part.names)
            if isinstance(part, ast.ImportFrom) and part.module and not part.level:
                found.add(part.module)
    return tuple(sorted(found - {"__main__"}))  # the notebook itself


def is_future(node: ast.stmt) -> bool:
    """True for `from __future__ import ...`: it has to be the first of a module's code."""
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _headless(module: str, name: str) -> tuple[str, str]:
    """Where to import `name` from when there is no browser: a notebook's progress bar needs one."""
    if module in ("tqdm.notebook", "tqdm.autonotebook"):
        return "tqdm.auto", name
    if module == "tqdm" and name == "tqdm_notebook":
        return "tqdm.auto", "tqdm"
    return module, name


def _meaning(name: str, text: str) -> str:
    """What an import binds `name` to: `import a.b` and `import a` both bind `a` to package `a`."""
    return name if text.startswith("import ") and " as " not in text else text


def _lines(statement: Statement) -> Iterator[tuple[str, str]]:
    """(name, import text) for each name that the statement imports."""
    node = statement.node
    match node:
        case ast.Import(names=aliases):
            for alias in aliases:
                clause = f" as {alias.asname}" if alias.asname else ""
                yield alias.asname or alias.name.split(".")[0], f"import {alias.name}{clause}"
        case ast.ImportFrom(module=module, names=aliases, level=level):
            if module == "__future__" or any(alias.name == "*" for alias in aliases):
                return
            for alias in aliases:
                name = alias.asname or alias.name
                source, original = _headless("." * level + (module or ""), alias.name)
                clause = f" as {name}" if name != original else ""
                yield name, f"from {source} import {original}{clause}"
        case ast.Try() if _is_import_block(node):
            for name in sorted(_block_names(node)):
                yield name, statement.text


def _is_import_block(node: ast.Try) -> bool:
    """`try: import a` with handlers that import another, set a flag or pass: nothing else."""
    if node.finalbody or not any(isinstance(part, _IMPORTS) for part in node.body):
        return False
    handlers = [part for handler in node.handlers for part in handler.body]
    catches = all(
        handler.type is not None
        and ast.unparse(handler.type) in {"ImportError", "ModuleNotFoundError"}
        for handler in node.handlers
    )
    return catches and all(_is_simple(part) for part in [*node.body, *node.orelse, *handlers])


_IMPORTS = (ast.Import, ast.ImportFrom)


def _is_simple(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return not any(alias.name == "*" for alias in node.names)
    if isinstance(node, ast.Assign):
        plain = all(isinstance(target, ast.Name) for target in node.targets)
        return plain and isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Import | ast.Pass)


def _block_names(node: ast.Try) -> set[str]:
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            found.update(alias.asname or alias.name.split(".")[0] for alias in part.names)
        if isinstance(part, ast.ImportFrom):
            found.update(alias.asname or alias.name for alias in part.names)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            found.add(part.id)
    return found
