"""What is served beside an answer: what the notebook keeps of it as a column, or as a list made of each."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from converter.rewrite.serving.ask import AGAIN, Ask
from converter.syntax.dotted import last_name

Texts = tuple[str, str]
HOLDING = re.compile(r"(\(|list\(|[\w.]*\b(Series|array|asarray|round|around|squeeze|ravel)\()*")
HELD = re.compile(
    r"(\)|, (decimals=)?\d+\)|\[:, -?\d+\]|\.values"
    r"|\.(astype|cpu|detach|flatten|numpy|ravel|reshape|round|squeeze|to_numpy|tolist)\([^()]*\))*"
)
WRAPPING = frozenset({"array", "asarray", "list", "Series"})


def is_kept_apart(top: ast.expr, kept: str, parent: ast.AST | None) -> bool:
    """True for an expression that is kept as a column, or is made of each answer in turn."""
    if "[" in kept or isinstance(parent, ast.Dict | ast.keyword):
        return True
    match top:
        case ast.ListComp():
            return True
        case ast.Call(func=function, args=[inner, *_]) if last_name(function) in WRAPPING:
            return is_kept_apart(inner, kept, None)
        case ast.Call(func=ast.Attribute(attr="apply" | "map") | ast.Name()):
            return True
        case ast.Call(func=ast.Call(func=vectorize)):
            return last_name(vectorize) == "vectorize"
    return False


def told_beside(own: Texts, others: Sequence[Texts], ask: Ask) -> bool:
    """True for what says more than the answer does, and is no step to what is kept besides."""
    question = ask.question("_")
    answer = ask.answer("_").replace(AGAIN, question)
    begun, _, ended = answer.partition(question)
    if _says(own, question) == answer or _only_holds(own, (begun, ended)) or _only_holds(own):
        return False
    return not any(each != own and _is_around(each, own) for each in others)


def _says(texts: Texts, question: str) -> str:
    return f"{texts[0]}{question}{texts[1]}".replace(AGAIN, question)


def _is_around(outer: Texts, inner: Texts) -> bool:
    return outer[0].endswith(inner[0]) and outer[1].startswith(inner[1])


def _only_holds(texts: Texts, inner: Texts = ("", "")) -> bool:
    """True where the texts hold or round what has the `inner` ones around it."""
    if not _is_around(texts, inner):
        return False
    before = texts[0][: len(texts[0]) - len(inner[0])]
    return bool(HOLDING.fullmatch(before) and HELD.fullmatch(texts[1][len(inner[1]) :]))
