"""Text as Python source: string literals and strings that interpolate."""

from __future__ import annotations

import ast
import builtins
import re
import string
from collections.abc import Iterator

_DOLLAR = re.compile(r"(.*?)\$(\$?[\w\.]+)(?=([^']*'[^']*')*[^']*$)")
_BUILTINS = frozenset(dir(builtins))
Piece = tuple[str, str | None, str | None]
"""Literal text, then the expression behind it and its conversion (`!r`), or None."""


def quoted(text: str) -> str:
    """`text` as a one-line string literal, in double quotes where that is no uglier."""
    plain = repr(text)
    if plain[0] == '"' or '"' in text:
        return plain
    return '"' + plain[1:-1] + '"'


def block_literal(text: str) -> list[str]:
    """`text`, which ends in a newline, as the lines of a triple-quoted literal."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    escaped = escaped.replace("\r", "\\r").replace("\0", "\\x00")
    return ['"""\\', *escaped.split("\n")[:-1], '"""']


def interpolated(text: str, known: frozenset[str]) -> str:
    """The expression that gives `text` as IPython expands it: `{x}` and `$x` by their values.

    IPython leaves the whole text alone when one expansion fails; so it is a plain literal
    when an expression is no Python or reads a name that the notebook does not have.
    """
    pieces = _pieces(text)
    if pieces is None or any(not _is_known(expr, known) for _, expr, _ in pieces if expr):
        return quoted(text)
    if not any(expr for _, expr, _ in pieces):
        return quoted("".join(literal for literal, _, _ in pieces))
    if not any(expr and re.search(r"['\"\\]", expr) for _, expr, _ in pieces):
        return "f" + quoted("".join(_f_string_part(piece) for piece in pieces))
    template = "".join(_format_part(piece) for piece in pieces)
    arguments = ", ".join(expr for _, expr, _ in pieces if expr)
    return f"{quoted(template)}.format({arguments})"


def is_plain(text: str, known: frozenset[str]) -> bool:
    """True when IPython would expand nothing in `text`."""
    return interpolated(text, known) == quoted(text)


def _pieces(text: str) -> list[Piece] | None:
    """`text` cut as IPython's DollarFormatter cuts it; None where its braces do not match."""
    try:
        return list(_dollar_pieces(text))
    except ValueError:
        return None


def _dollar_pieces(text: str) -> Iterator[Piece]:
    for literal, field, spec, conversion in string.Formatter().parse(text):
        done, before = 0, ""
        for found in _DOLLAR.finditer(literal):
            if found.group(2).startswith("$"):
                before += found.group(1) + found.group(2)
            else:
                yield before + found.group(1), found.group(2), None
                before = ""
            done = found.end()
        expression = f"{field}:{spec}" if field is not None and spec else field
        # An empty field fails in IPython as any other that is no expression.
        yield before + literal[done:], "?" if expression == "" else expression, conversion


def _is_known(expression: str, known: frozenset[str]) -> bool:
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return False
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    bound = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    return names - bound <= known | _BUILTINS


def _f_string_part(piece: Piece) -> str:
    literal, expression, conversion = piece
    text = literal.replace("{", "{{").replace("}", "}}")
    if expression is None:
        return text
    space = " " if expression.startswith("{") else ""
    # A bare `:` or `!` would end the expression: slices and lambdas go into parentheses.
    body = f"({expression})" if re.search(r"lambda|:=|!=", expression) else expression
    return f"{text}{{{space}{body.strip()}{'!' + conversion if conversion else ''}}}"


def _format_part(piece: Piece) -> str:
    literal, expression, conversion = piece
    text = literal.replace("{", "{{").replace("}", "}}")
    if expression is None:
        return text
    return f"{text}{{{'!' + conversion if conversion else ''}}}"
