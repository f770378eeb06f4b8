"""What expressions of answers have in common gets a name: `p = np.where(p < 0, 0, p)`, then all that reads it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from converter.rewrite.serving.parts import free_name
from converter.syntax.dotted import last_name

MOST = 8
# What is gone through once cannot be read again by a name.
ONCE = frozenset("enumerate filter iter map reversed zip".split())
PLACE = "__common__"
"""Stands where a name will."""


def named_once(
    name: str, question: str, texts: Mapping[str, str], taken: set[str]
) -> tuple[list[str], dict[str, str]]:
    """Lines that bind the answers to a question to `name`, and what several calls and formulas of it in the texts
    have in common; and the texts that read these."""
    trees: dict[str, ast.AST] = {
        key: ast.parse(text, mode="eval").body for key, text in texts.items()
    }
    lines = [f"{name} = {question}"]
    bound, said = [name], dict(texts)
    for _ in range(MOST):
        parts = (part for tree in trees.values() for part in _calls_about(bound, tree))
        counts = Counter(map(ast.unparse, parts))
        common = {text: count for text, count in counts.items() if count > 1}
        if not common:
            break
        text = min((each for each in common if not _is_only_within(each, common)), key=len)
        whole_of = [key for key, tree in trees.items() if ast.unparse(tree) == text]
        place = ast.Name(PLACE, ast.Load())
        others = {key: _Instead(text, place).visit(tree) for key, tree in trees.items()}
        read = [each for each in bound if _times(each, ast.parse(text))]
        free = len(read) == 1 and not any(_times(read[0], tree) for tree in others.values())
        new = read[0] if free else free_name((whole_of or [f"{name}_made"])[0], taken)
        if free and len(lines) == 1 and _times(name, ast.parse(text)) == 1:
            whole = ast.parse(question, mode="eval").body
            lines = [f"{new} = {ast.unparse(_Instead(name, whole).visit(ast.parse(text)))}"]
        else:
            lines.append(f"{new} = {text}")
        bound = [*dict.fromkeys([*bound, new])]
        known = ast.Name(new, ast.Load())
        trees = {key: _Instead(PLACE, known).visit(tree) for key, tree in others.items()}
        said = {key: ast.unparse(tree) for key, tree in trees.items()}
    return lines, said


def asks_in(text: str, question: str) -> bool:
    """True where an expression has a question in it."""
    asked = ast.unparse(ast.parse(question, mode="eval"))
    parts = ast.walk(ast.parse(text, mode="eval"))
    return any(isinstance(part, ast.Call) and ast.unparse(part) == asked for part in parts)


def instead(text: str, question: str, name: str) -> str:
    """An expression with a name in the place of a question; one that does not ask it as it is."""
    if not asks_in(text, question):
        return text
    asked = ast.unparse(ast.parse(question, mode="eval"))
    known = ast.Name(name, ast.Load())
    return ast.unparse(_Instead(asked, known).visit(ast.parse(text, mode="eval")))


def _is_only_within(text: str, common: Mapping[str, int]) -> bool:
    """True for what is always a part, and the only such part, of the same longer text."""
    return any(
        each.count(text) == 1 and count == common[text] and each != text
        for each, count in common.items()
    )


def _times(name: str, tree: ast.AST) -> int:
    return sum(isinstance(part, ast.Name) and part.id == name for part in ast.walk(tree))


def _calls_about(names: Sequence[str], tree: ast.AST) -> Iterator[ast.AST]:
    """Calls and formulas that read one of the names, and no name that an expression around them gives."""
    given = _given(tree)
    for part in ast.walk(tree):
        once = isinstance(part, ast.Call) and last_name(part.func) in ONCE
        if isinstance(part, ast.Call | ast.ListComp) and not once or _is_long(part):
            own = _given(part)
            around = {name for name, count in given.items() if count > own[name]}
            free = {p.id for p in ast.walk(part) if isinstance(p, ast.Name)} - own.keys()
            if not free.isdisjoint(names) and free.isdisjoint(around):
                yield part


def _given(tree: ast.AST) -> Counter[str]:
    """How often each name is given by an expression: by loops in lists, and by arguments."""
    found: Counter[str] = Counter()
    for part in ast.walk(tree):
        match part:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                found[name] += 1
    return found


def _is_long(part: ast.AST) -> bool:
    """True for a formula of more than one operation."""
    match part:
        case ast.BinOp(left=left, right=right):
            return any(isinstance(each, ast.BinOp) for each in (left, right))
    return False


class _Instead(ast.NodeTransformer):
    """An expression in the place of another."""

    def __init__(self, text: str, instead: ast.expr) -> None:
        self.text, self.instead = text, instead

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and ast.unparse(node) == self.text:
            return self.instead
        return self.generic_visit(node)
