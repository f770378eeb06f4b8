"""Lines of code that know where in the notebook they came from."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from converter.model.project import Origin
from converter.syntax.text import string_interior


@dataclass(frozen=True)
class Line:
    """One line of a module; `cell` and `cell_line` are 0 for lines of our own, `why` says what for."""

    text: str
    cell: int = 0
    cell_line: int = 0
    why: str = ""


def own_lines(text: str, why: str = "") -> list[Line]:
    """Lines that come from no cell."""
    return [Line(each, why=why) for each in text.split("\n")]


def lines_from(text: str, cell: int, cell_lines: Sequence[int]) -> list[Line]:
    """Lines of a statement; lines beyond those known belong to the last one."""
    texts = text.split("\n")
    known = list(cell_lines[: len(texts)])
    known += [known[-1] if known else 0] * (len(texts) - len(known))
    return [Line(each, cell, line) for each, line in zip(texts, known, strict=True)]


def shifted(lines: Sequence[Line], prefix: str = "    ") -> list[Line]:
    """The lines moved to the right; those that begin inside a string stay as they are."""
    inside = string_interior("\n".join(line.text for line in lines))
    return [
        (
            line
            if number in inside or not line.text.strip()
            else replace(line, text=prefix + line.text)
        )
        for number, line in enumerate(lines, start=1)
    ]


def text_of(lines: Iterable[Line]) -> str:
    """The lines as one source."""
    return "\n".join(line.text for line in lines) + "\n"


def origins_of(lines: Sequence[Line], formatted: str) -> tuple[Origin, ...]:
    """Where the statements of `formatted` came from; it must be the same code as `lines`."""
    before = _statements(ast.parse(text_of(lines)))
    after = _statements(ast.parse(formatted))
    found: dict[int, Origin] = {}
    for old, new in zip(before, after, strict=True):
        line = lines[old.lineno - 1]
        if (line.cell or line.why) and new.lineno not in found:
            found[new.lineno] = Origin(new.lineno, line.cell, line.cell_line, line.why)
    return tuple(found[line] for line in sorted(found))


def _statements(tree: ast.AST) -> list[ast.stmt]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
