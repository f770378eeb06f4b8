"""Shell lines are known again when they have become Python."""

from __future__ import annotations

import ast

import pytest

from converter.parse.shell import captured_lines, shell_lines
from converter.syntax.shell_calls import shell_calls

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("lines", "command", "printed", "executable"),
    [
        (shell_lines("ls -l", frozenset()), "'ls -l'", True, ""),
        (shell_lines("echo {x}", frozenset({"x"})), "f'echo {x}'", True, ""),
        (shell_lines("echo {a,b}", frozenset()), "'echo {a,b}'", True, "'/bin/bash'"),
        (captured_lines("y", "ls", frozenset()), "'ls'", False, ""),
        (captured_lines("", "ls", frozenset()), "'ls'", False, ""),
    ],
)
def test_what_shell_lines_become(
    lines: list[str], command: str, printed: bool, executable: str
) -> None:
    (found,) = shell_calls(ast.parse("\n".join(lines)))
    assert (ast.unparse(found.command), found.printed) == (command, printed)
    assert (ast.unparse(found.executable) if found.executable else "") == executable


@pytest.mark.parametrize(
    "source",
    [
        "subprocess.run('ls', shell=True)",
        "subprocess.run(['ls'], shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,"
        " check=True).stdout",
        "run('ls', shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)"
        ".stdout",
        "subprocess.run('ls', shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,"
        " check=False, **more).stdout",
    ],
)
def test_other_calls_are_no_shell_lines(source: str) -> None:
    assert list(shell_calls(ast.parse(source))) == []
