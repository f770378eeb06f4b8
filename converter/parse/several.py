"""Several literals that one statement assigns, written one by one: `n, rate = 5, 0.1`.

As `n = 5; rate = 0.1` each is a setting, a constant or a literal that nothing needs, by itself. The
line stays one line, so that cells and lines keep their numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from converter.parse.rows import Row, text_of
from converter.syntax.text import Edit, apply_edits

_PARTS = (ast.Constant, ast.UnaryOp, ast.unaryop, ast.BinOp, ast.operator)


def one_by_one(tree: ast.Module, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows` with each such statement of the cell's own level as statements of one name each."""
    found = {node.lineno: text for node in tree.body if (text := _spelled_out(node, rows))}
    return tuple(
        replace(row, text=found[number]) if number in found else row
        for number, row in enumerate(rows, start=1)
    )


def _spelled_out(node: ast.stmt, rows: Sequence[Row]) -> str:
    """The whole line of the statement with its parts apart, or "" where it is left as it is."""
    match node:
        case ast.Assign(
            targets=[ast.Tuple(elts=targets) | ast.List(elts=targets)],
            value=ast.Tuple(elts=values) | ast.List(elts=values),
        ) if (
            node.lineno == node.end_lineno and len(targets) == len(values) > 1
        ):
            names = [target.id for target in targets if isinstance(target, ast.Name)]
        case _:
            return ""
    if len(set(names)) < len(targets) or not all(_is_scalar(value) for value in values):
        return ""
    line = rows[node.lineno - 1].text
    texts = [ast.get_source_segment(text_of(rows), value) for value in values]
    new = "; ".join(f"{name} = {text}" for name, text in zip(names, texts, strict=True))
    start, end = (
        len(line.encode()[:column].decode()) for column in (node.col_offset, node.end_col_offset)
    )
    return apply_edits(line, [Edit(start, end, new)])


def _is_scalar(value: ast.expr) -> bool:
    """True for numbers, texts and the like, and for arithmetic of them."""
    return all(isinstance(part, _PARTS) for part in ast.walk(value))
