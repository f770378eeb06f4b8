"""Loops without what serving leaves out of them."""

from __future__ import annotations

import ast

from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits


def without_passes(text: str) -> str:
    """The loop without `pass` where a block has more; "" for one that does nothing else."""
    tree, offsets = parsed(text), Offsets(text)
    gone: set[int] = set()
    edits: list[Edit] = []
    for part in ast.walk(tree):
        for body in (getattr(part, "body", None), getattr(part, "orelse", None)):
            if not isinstance(body, list) or all(isinstance(each, ast.Pass) for each in body):
                continue
            others = {each.lineno: each for each in body if not isinstance(each, ast.Pass)}
            for place, each in enumerate(body):
                if not isinstance(each, ast.Pass):
                    continue
                if each.lineno not in others:
                    gone.add(each.lineno)
                elif place + 1 < len(body) and body[place + 1].lineno == each.lineno:
                    edits.append(Edit(offsets.start(each), offsets.start(body[place + 1]), ""))
    loop = tree.body[0]
    assert isinstance(loop, ast.For)
    if all(isinstance(each, ast.Pass) or _continues(each) for each in loop.body):
        return ""
    lines = apply_edits(text, sorted(edits)).split("\n")
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in gone)


def _continues(node: ast.stmt) -> bool:
    """True for an `if` that only goes on to the next round."""
    match node:
        case ast.If(body=[ast.Continue()], orelse=[]):
            return True
    return False
