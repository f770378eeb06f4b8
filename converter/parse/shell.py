"""Shell commands of a notebook as `subprocess` calls that print and return the same."""

from __future__ import annotations

from converter.parse.literals import interpolated

_PIPES = "shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False"


def output_of(command: str, known: frozenset[str]) -> str:
    """The expression for all that `command` prints, errors too, as IPython has it."""
    return f"subprocess.run({interpolated(command, known)}, {_PIPES}).stdout"


def shell_lines(command: str, known: frozenset[str]) -> list[str]:
    """`!command`: run, its output printed."""
    return ["import subprocess", f'print({output_of(command, known)}, end="")']


def captured_lines(target: str, command: str, known: frozenset[str]) -> list[str]:
    """`target = !command`: the list of lines that it prints; without target just the value."""
    value = f"{output_of(command, known)}.splitlines()"
    return ["import subprocess", f"{target} = {value}" if target else value]
