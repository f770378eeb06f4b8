"""Texts that frames evaluate: `df.eval("ratio = a / b")`. Row by row, where they compute nothing over columns."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

# What pandas calls for each value of a text; all else in it is a method of a whole column.
FUNCTIONS = frozenset("""
    abs arccos arccosh arcsin arcsinh arctan arctan2 arctanh ceil cos cosh exp expm1 floor log log10 log1p
    sin sinh sqrt tan tanh
    """.split())
QUOTED, LOCAL = re.compile(r"`([^`]*)`"), re.compile(r"@(?=[^\W\d])")
AT = "local_name_"
"""Stands for the @ of names that are no columns."""
INSTEAD = "compute that in a line before, and say @name in the text"


@dataclass(frozen=True)
class Evaluated:
    """What a text `makes` and `reads` of the frame's columns, the `names` outside that it reads, and
    `why_not`: what keeps it from being of each row alone."""

    makes: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    why_not: str = ""


def evaluated_by(call: ast.Call) -> Evaluated | None:
    """What `frame.eval(text)` does; None for a method of that name without a text."""
    match call:
        case ast.Call(
            func=ast.Attribute(attr="eval"), args=[ast.Constant(value=str(text))], keywords=words
        ) if all(word.arg == "inplace" for word in words):
            return _read(text)
        case ast.Call(func=ast.Attribute(attr="eval"), args=[_, *_]):
            return Evaluated(why_not="eval() is given a text that is made; write it down as one")
    return None


def _read(text: str) -> Evaluated:
    quoted: list[str] = []

    def named(found: re.Match[str]) -> str:
        quoted.append(found[1])
        return f"quoted_column_{len(quoted) - 1}_"

    plain = LOCAL.sub(AT, QUOTED.sub(named, text)).strip()
    try:
        lines = ast.parse("\n".join(line.strip() for line in plain.split("\n"))).body
    except SyntaxError:
        return Evaluated(why_not="eval() is given a text that cannot be read")
    makes: set[str] = set()
    reads: set[str] = set()
    names: set[str] = set()
    parts = [part for line in lines for half in _halves(line) for part in ast.walk(half)]
    for part in parts:
        if why := _across(part, plain):
            said = why.replace(AT, "@")
            return Evaluated(why_not=f"eval() computes {said} over all rows; {INSTEAD}")
        if not isinstance(part, ast.Name) or part.id in FUNCTIONS:
            continue
        if part.id.startswith(AT):
            names.add(part.id.removeprefix(AT))
        elif isinstance(part.ctx, ast.Store):
            makes.add(part.id)
        elif part.id not in makes:
            reads.add(part.id)
    columns = {f"quoted_column_{number}_": name for number, name in enumerate(quoted)}
    if makes & columns.keys():
        return Evaluated(why_not="eval() makes a column with a quoted name; give it a plain one")
    return Evaluated(
        frozenset(makes),
        frozenset(columns.get(each, each) for each in reads),
        frozenset(names),
    )


def _halves(line: ast.stmt) -> list[ast.AST]:
    """A line's value, then what it makes of that."""
    return [line.value, *line.targets] if isinstance(line, ast.Assign) else [line]


def _across(part: ast.AST, text: str) -> str:
    """What a part of a text computes of a whole column, "" for what is of each row."""
    match part:
        case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
            return ""
        case ast.Call() | ast.Attribute() | ast.Subscript():
            return ast.get_source_segment(text, part) or ""
        case ast.Compare(ops=ops, comparators=others):
            for op, other in zip(ops, others, strict=True):
                if isinstance(op, ast.In | ast.NotIn) and not _is_written(other):
                    return f"a test of what is in {ast.unparse(other)}"
    return ""


def _is_written(node: ast.expr) -> bool:
    """True for values that are written down, or are outside of the frame."""
    if isinstance(node, ast.Name):
        return node.id.startswith(AT)
    parts = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
    return bool(parts) and all(isinstance(each, ast.Constant | ast.UnaryOp) for each in parts)
