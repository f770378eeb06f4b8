"""What `%timeit` is told: how often code runs, and which."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_OPTION = re.compile(r"\s*-(?:([nrp])\s*(\d+)|[tcqov]+)(?=\s|$)")


@dataclass(frozen=True)
class Trial:
    """The code that is timed, and whether it runs just once (`-n 1 -r 1`)."""

    code: str
    once: bool


def trial_of(argument: str) -> Trial:
    """The argument of `%timeit`, read as IPython reads it."""
    told: dict[str, int] = {}
    while match := _OPTION.match(argument):
        if match[1]:
            told[match[1]] = int(match[2])
        argument = argument[match.end() :]
    return Trial(argument.strip(), (told.get("n"), told.get("r")) == (1, 1))


def binds_nothing(code: str) -> bool:
    """True for expressions only: run in a function, as trials are, they do what they do anywhere."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    apart = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
    return bool(tree.body) and all(
        isinstance(each, ast.Expr) and not any(isinstance(part, apart) for part in ast.walk(each))
        for each in tree.body
    )
