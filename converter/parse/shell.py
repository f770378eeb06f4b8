"""Shell commands of a notebook as `subprocess` calls that print and return the same."""

from __future__ import annotations

import re

from converter.parse.literals import interpolated

_PIPES = "shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False"


def output_of(command: str, known: frozenset[str]) -> str:
    """The expression for all that `command` prints, errors too, as IPython has it."""
    return f"subprocess.run({interpolated(command, known)}, {_PIPES}).stdout"


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
