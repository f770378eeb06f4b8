"""Calls of `get_ipython()`, as nbconvert writes magics, and what remains of them."""

from __future__ import annotations

import ast
import textwrap

_CATCHES = frozenset({"NameError", "Exception", "BaseException"})


def as_magic(text: str) -> str | None:
    """The magic that the statement `text` spells as a call: `get_ipython().system("ls")`."""
    try:
        body = ast.parse(textwrap.dedent(text)).body
    except (SyntaxError, ValueError, RecursionError):
        return None
    if len(body) != 1:
        return None
    statement = body[0]
    match statement:
        case ast.Expr(value=ast.Call() as call):
            return _magic(call, target="")
        case ast.Assign(targets=[target], value=ast.Call() as call):
            return _magic(call, target=ast.unparse(target))
    return None


def _magic(call: ast.Call, *, target: str) -> str | None:
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython"), args=[]), attr=method):
            pass
        case _:
            return None
    values = [a.value for a in call.args if isinstance(a, ast.Constant)]
    words = [value for value in values if isinstance(value, str)]
    if len(words) != len(call.args) or call.keywords:
        return None
    left = f"{target} = " if target else ""
    match method, words:
        case "run_line_magic", [name, argument]:
            return f"{left}%{name} {argument}".rstrip()
        case "run_line_magic", [name]:
            return f"{left}%{name}"
        case (("magic" | "run_magic"), [line]):
            return f"{left}%{line.lstrip('%')}"
        case (("system" | "system_piped" | "system_raw"), [command]) if not target:
            return f"!{command}"
        case "getoutput", [command]:
            return f"{left}!{command}" if target else f"!!{command}"
        case "run_cell_magic", [name, argument, body] if not target:
            return f"%%{name} {argument}".rstrip() + "\n" + body
    return None


def shell_uses(tree: ast.Module) -> tuple[list[ast.Call], list[ast.Call]]:
    """Calls of `get_ipython()` in `tree`: those whose shell is used, and those only looked at.

    A use inside a `try` that catches the NameError is code that is ready to run elsewhere.
    """
    ready = {
        id(node)
        for guard in ast.walk(tree)
        if isinstance(guard, ast.Try) and any(_catches(handler) for handler in guard.handlers)
        for statement in guard.body
        for node in ast.walk(statement)
    }
    used = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _is_shell(node.value) and id(node) not in ready
    ]
    marked = {id(node) for node in used}
    looked_at = [
        node
        for node in ast.walk(tree)
        if _is_shell(node) and id(node) not in marked and id(node) not in ready
    ]
    return [n for n in used if isinstance(n, ast.Call)], [
        n for n in looked_at if isinstance(n, ast.Call)
    ]


def _is_shell(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "get_ipython"
    )


def _catches(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    names = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(names & _CATCHES)
