"""Cut a cell into its top-level statements, each with its exact text and its comments."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from converter.model.program import CodeCell
from converter.syntax.text import character_column


@dataclass(frozen=True)
class Piece:
    """A statement's text (leading comment lines included) and the cell lines it came from."""

    node: ast.stmt
    text: str
    lines: tuple[int, ...]


def pieces(cell: CodeCell) -> Iterator[Piece]:
    """The cell's statements in order; comments belong to the statement that follows them.

    Comments after the last statement belong to the last one. Statements that share a line are
    separated. A `;` that only silenced a display is gone.
    """
    source = cell.code.split("\n")
    body = cell.tree.body
    done = 0  # lines already given to a statement
    for position, node in enumerate(body):
        first = first_line(node)
        end = node.end_lineno or node.lineno
        comments = _comment_lines(source, done, first - 1)
        follower = body[position + 1] if position + 1 < len(body) else None
        text = _between(source, node, first)
        if follower is None or first_line(follower) > end:
            text += _trailing_comment(source[end - 1], node)
        lines = [number for number, _ in comments] + list(range(first, end + 1))
        parts = [line for _, line in comments] + [text]
        done = max(done, end)
        if follower is None:
            tail = _comment_lines(source, end, len(source))
            lines += [number for number, _ in tail]
            parts += [line for _, line in tail]
        yield Piece(node, "\n".join(parts), tuple(_origin(cell, line) for line in lines))


def lone_comments(cell: CodeCell) -> str:
    """The comment lines of a cell without statements."""
    if cell.tree.body:
        return ""
    source = cell.code.split("\n")
    return "\n".join(line for _, line in _comment_lines(source, 0, len(source)))


def first_line(node: ast.stmt) -> int:
    """The line a statement begins on, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _origin(cell: CodeCell, line: int) -> int:
    return cell.lines[line - 1] if line <= len(cell.lines) else 0


def _comment_lines(source: list[str], start: int, stop: int) -> list[tuple[int, str]]:
    """Comment and inner blank lines of `source[start:stop]` with their line numbers."""
    found = [
        (number + 1, source[number].rstrip())
        for number in range(start, min(stop, len(source)))
        if source[number].lstrip("\f").strip().startswith("#") or not source[number].strip()
    ]
    while found and not found[0][1].strip():
        found.pop(0)
    while found and not found[-1][1].strip():
        found.pop()
    return found


def _between(source: list[str], node: ast.stmt, first: int) -> str:
    end = node.end_lineno or node.lineno
    stop = character_column(source[end - 1], node.end_col_offset or 0)
    start = 0 if first < node.lineno else character_column(source[first - 1], node.col_offset)
    if first == end:
        return source[end - 1][start:stop]
    return "\n".join([source[first - 1][start:], *source[first : end - 1], source[end - 1][:stop]])


def _trailing_comment(line: str, node: ast.stmt) -> str:
    """`  # why` when a comment ends the statement's last line, else nothing."""
    rest = line[character_column(line, node.end_col_offset or 0) :]
    stripped = rest.lstrip(" \t;")
    return f"  {stripped.rstrip()}" if stripped.startswith("#") else ""
