"""Shell commands of a notebook as `subprocess` calls that print and return the same."""

from __future__ import annotations

import re

from converter.parse.literals import interpolated

_PIPES = "shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False"

# What /bin/sh need not know. IPython asks the shell of the person, which hardly ever is a bare sh.
_BASH = re.compile(
    r"""\{[^{}\s]*,[^{}\s]*\}|\{\w+\.\.\w+\}|\[\[\s|<\(|>\(|<<<|&>|\|&|\$'|\(\(|\*\*/"""
    r"""|(?:^|[;&|]\s*)(?:source|pushd|popd|shopt|declare|typeset|function)\s"""
    r"""|\$\{\w+(?:\[|\^|,|/|:-?\d)""",
)


def output_of(command: str, known: frozenset[str]) -> str:
    """The expression for all that `command` prints, errors too, as IPython has it."""
    shell = ', executable="/bin/bash"' if _BASH.search(command) else ""
    return f"subprocess.run({interpolated(command, known)}, {_PIPES}{shell}).stdout"


def shell_lines(command: str, known: frozenset[str]) -> list[str]:
    """`!command`: run, its output printed."""
    return ["import subprocess", f'print({output_of(_in_columns(command), known)}, end="")']


def _in_columns(command: str) -> str:
    """`ls` as the notebook shows it: IPython gives it a terminal, so it prints columns."""
    if re.search(r"[|&;<>()`]|\s-\w*[1Cglmox]|\s--format", command):
        return command
    return re.sub(r"^(\s*ls)(?=\s|$)", r"\1 -C", command)


def captured_lines(target: str, command: str, known: frozenset[str]) -> list[str]:
    """`target = !command`: the list of lines that it prints; without target just the value."""
    value = f"{output_of(command, known)}.splitlines()"
    return ["import subprocess", f"{target} = {value}" if target else value]
