"""Calls of `subprocess.run` as the notebook's shell lines become them: all that is printed is one text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

PIPES = {
    "shell": "True",
    "stdout": "subprocess.PIPE",
    "stderr": "subprocess.STDOUT",
    "text": "True",
    "check": "False",
}


@dataclass(frozen=True)
class ShellCall:
    """`subprocess.run(command, shell=True, ...).stdout`, or the call that prints it: `node`.

    `executable` is the shell that is asked for, or None.
    """

    node: ast.expr
    command: ast.expr
    executable: ast.expr | None
    printed: bool


def shell_calls(tree: ast.AST) -> Iterator[ShellCall]:
    """The shell lines in `tree`, none inside another."""
    found = _shell_call(tree)
    if found is not None:
        yield found
        return
    for child in ast.iter_child_nodes(tree):
        yield from shell_calls(child)


def _shell_call(node: ast.AST) -> ShellCall | None:
    match node:
        case ast.Call(
            func=ast.Name(id="print"),
            args=[ast.Attribute(attr="stdout", value=ast.Call() as run)],
            keywords=[ast.keyword(arg="end", value=ast.Constant(value=""))],
        ):
            printed = True
        case ast.Attribute(attr="stdout", value=ast.Call() as run, ctx=ast.Load()):
            printed = False
        case _:
            return None
    words = {word.arg: word.value for word in run.keywords if word.arg}
    executable = words.pop("executable", None)
    asked = {name: ast.unparse(value) for name, value in words.items()}
    if len(run.args) != 1 or asked != PIPES or ast.unparse(run.func) != "subprocess.run":
        return None
    if len(run.keywords) != len(PIPES) + (executable is not None):
        return None
    return ShellCall(node, run.args[0], executable, printed)
