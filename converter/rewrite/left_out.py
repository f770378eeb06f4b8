"""What is left out of a program stays where it stood as a comment, with the reason."""

from __future__ import annotations

import ast

from converter.syntax.text import Edit, Offsets


def commented(text: str, why: str) -> str:
    """The text as a comment, in as many lines."""
    first, *rest = text.split("\n")
    return "\n".join([f"# left out, it {why}: {first}", *(f"# {line.strip()}" for line in rest)])


def passed_over(node: ast.stmt, code: str, offsets: Offsets, why: str) -> Edit:
    """`pass` in place of a statement, with its text behind it where nothing else is."""
    start, end = offsets.start(node), offsets.end(node)
    follows = code[end:].split("\n")[0].strip(" ;")
    alone = not follows or follows.startswith("#")
    return Edit(start, end, f"pass  {commented(code[start:end], why)}" if alone else "pass")
