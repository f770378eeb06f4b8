"""Assignments that may declare a setting: `NAME = constant`, `NAME: type = constant`, `NAME: type`."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from converter.model.dataflow import Dataflow, Statement
from converter.plan.values import Value, value_of

_NOT_PROSE = re.compile(
    r"^(?:\||%%|!|-+$|=+$|#|type:|noqa|pylint:|fmt:|mypy:|pragma)", re.IGNORECASE
)
# `# type: int  how many`: only what is plainly a type, for prose may begin so, too; papermill takes
# what follows for the parameter's help.
_TYPED = re.compile(
    r"type:\s*(?P<type>(?:(?:typing|datetime|decimal|pathlib)\.)?"
    r"(?:str|int|float|bool|bytes|list|dict|set|tuple|List|Dict|Set|Tuple|Sequence|Mapping|Optional"
    r"|Union|Literal|Any|Path|Decimal|date|datetime|timedelta)\b"
    r"(?:\[[^#]*\])?(?:\s*\|\s*\w+)*)(?:\s*#|\s|$)(?P<help>.*)$"
)


@dataclass(frozen=True)
class Assignment:
    """One name, its annotation and its value; `value` is None when the notebook gives none."""

    name: str
    statement: Statement
    annotation: ast.expr | None
    value: Value | None


def assignment_of(statement: Statement, code: str, aliases: Mapping[str, str]) -> Assignment | None:
    """What a statement declares, or None when its value is not plainly a constant."""
    match statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=expression):
            value = value_of(expression, code, aliases)
            annotation = _commented_type(statement.text)
            return Assignment(name, statement, annotation, value) if value else None
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=None):
            return Assignment(name, statement, annotation, None)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as e):
            value = value_of(e, code, aliases)
            return Assignment(name, statement, annotation, value) if value else None
    return None


def aliases_of(flow: Dataflow) -> dict[str, str]:
    """What the notebook's import statements call things: `{"dt": "datetime"}`."""
    found: dict[str, str] = {}
    for statement in flow.statements:
        match statement.node:
            case ast.Import(names=names):
                for alias in names:
                    first = alias.name.partition(".")[0]
                    found[alias.asname or first] = alias.name if alias.asname else first
            case ast.ImportFrom(module=str() as module, names=names, level=0):
                home = "typing" if module == "typing_extensions" else module
                for alias in names:
                    found[alias.asname or alias.name] = f"{home}.{alias.name}"
    return found


def codes_of(flow: Dataflow) -> dict[int, str]:
    """The Python text of each code cell by its number."""
    return {cell.number: cell.code for cell in flow.program.cells}


def bindings_of(flow: Dataflow) -> Counter[str]:
    """How many statements bind or unbind each name, now or from inside a function."""
    return Counter(
        name
        for statement in flow.statements
        for name in statement.binds
        | statement.deletes
        | statement.assigns_late
        | _declared(statement)
    )


def comment_of(text: str) -> str:
    """The words beside an assignment, or in the comment lines right above it."""
    comments = _comments(text)
    last = max(comments, default=0)
    if comments and last == _last_code_line(text):
        return comments[last]
    first = next(
        (
            n
            for n, line in enumerate(text.split("\n"), 1)
            if line.strip() and line.strip()[0] != "#"
        ),
        1,
    )
    above: list[str] = []
    for line in range(first - 1, 0, -1):
        if line not in comments or not comments[line]:
            break
        above.insert(0, comments[line])
    return " ".join(above)


def _comments(text: str) -> dict[int, str]:
    """The prose of the comments of `text` by line; what tools and type comments say is none."""
    found: dict[int, str] = {}
    for line, comment in _raw_comments(text).items():
        words = comment.lstrip("#").strip() if comment[:2] != "#|" else "|"
        typed = _TYPED.match(words)
        words = typed["help"].strip("# ") if typed else words
        found[line] = "" if _NOT_PROSE.match(words) else words
    return found


def _raw_comments(text: str) -> dict[int, str]:
    try:
        return {
            token.start[0]: token.string
            for token in tokenize.generate_tokens(io.StringIO(text + "\n").readline)
            if token.type == tokenize.COMMENT
        }
    except (tokenize.TokenError, SyntaxError):
        return {}


def _commented_type(text: str) -> ast.expr | None:
    """The type in `days = None  # type: int  how many`, as papermill reads it, or None."""
    words = _raw_comments(text).get(_last_code_line(text), "").lstrip("#").strip()
    typed = _TYPED.match(words)
    if typed is None:
        return None
    try:
        return ast.parse(typed["type"], mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _last_code_line(text: str) -> int:
    lines = enumerate(text.split("\n"), 1)
    return max((n for n, line in lines if line.strip() and line.strip()[0] != "#"), default=0)


def _declared(statement: Statement) -> frozenset[str]:
    match statement.node:
        case ast.AnnAssign(target=ast.Name(id=name)):
            return frozenset({name})
    return frozenset()
