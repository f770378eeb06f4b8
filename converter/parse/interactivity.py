"""`InteractiveShell.ast_node_interactivity = "all"`: the notebook shows every expression."""

from __future__ import annotations

import ast
import re

from converter.model.program import Magic

_CONFIG = re.compile(r"^%config\s+InteractiveShell\.ast_node_interactivity\s*=\s*['\"]all['\"]")
REASON = "sets which values the notebook shows"


def settings_of_display(tree: ast.Module) -> list[tuple[ast.stmt, bool]]:
    """Top-level statements that import or set up InteractiveShell, and whether each says "all"."""
    found = [(node, _value(node) == "all") for node in tree.body if _value(node) is not None]
    only = {id(node) for node, _ in found}
    rest = [node for node in tree.body if id(node) not in only]
    used = {n.id for stmt in rest for n in ast.walk(stmt) if isinstance(n, ast.Name)}
    if found and "InteractiveShell" in used:
        return found
    return found + [(node, False) for node in rest if is_shell_import(node)]


def is_shell_import(node: ast.stmt) -> bool:
    """True for `from IPython.core.interactiveshell import InteractiveShell` alone."""
    match node:
        case ast.ImportFrom(module=str(module), names=[ast.alias(name="InteractiveShell")]):
            return module.startswith("IPython")
    return False


def _value(node: ast.stmt) -> str | None:
    """The value that the statement sets `ast_node_interactivity` to."""
    match node:
        case ast.Assign(
            targets=[ast.Attribute(attr="ast_node_interactivity")],
            value=ast.Constant(value=str(value)),
        ):
            return value
    return None


def says_all(magics: tuple[Magic, ...]) -> bool:
    """True when a `%config` line sets it."""
    return any(_CONFIG.match(magic.text) for magic in magics)
