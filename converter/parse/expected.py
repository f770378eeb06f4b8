"""Cells that are expected to fail (`raises-exception`): the notebook goes on after them, and so must a job.

What such a cell does until it fails stays; the error, which the notebook shows below the cell, is
told on standard error.
"""

from __future__ import annotations

import ast

from converter.parse.rows import Row, text_of
from converter.syntax.text import indented

IMPORT = "import traceback"
_SELDOM_MEANT = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
)


def going_on(tree: ast.Module, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows` in a `try` from the first statement that is meant to fail.

    Imports and definitions before it stay what they are: they have to be found at the cell's own level.
    Where there is nothing else, one of them is what fails.
    """
    start = _first_meant(tree)
    if start is None:
        return rows
    last = rows[-1].number
    texts = indented(text_of(rows[start:])).split("\n")
    return (
        *rows[:start],
        Row("try:", rows[start].number),
        *(Row(text, row.number) for text, row in zip(texts, rows[start:], strict=True)),
        Row("except Exception:  # the notebook expects the cell to fail, and goes on", last),
        Row("    traceback.print_exc()", last),
    )


def _first_meant(tree: ast.Module) -> int | None:
    """The position of the row where the code begins that is meant to fail; None where there is no code."""
    if not tree.body:
        return None
    meant = [i for i, node in enumerate(tree.body) if not isinstance(node, _SELDOM_MEANT)]
    position = meant[0] if meant else 0
    while position and tree.body[position - 1].end_lineno == tree.body[position].lineno:
        position -= 1
    node = tree.body[position]
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)]) - 1
