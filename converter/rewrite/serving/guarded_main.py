"""Blocks under `if __name__ == "__main__":`, which is true in a notebook, written out.

What they bind is surely bound then, and what they ask is asked at the notebook's top level.
"""

from __future__ import annotations

import ast
import textwrap

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.weaving import program_of
from converter.syntax.parsing import parsed


def unguarded(flow: Dataflow) -> Program:
    """The program with the blocks in the place of the statements that guard them."""
    written = {each.order: text for each in flow.statements if (text := _block_of(each))}
    texts = {each.order: written.get(each.order, each.text) for each in flow.statements}
    return program_of(flow, texts, {}, {}, {}, {}) if written else flow.program


def _block_of(statement: Statement) -> str:
    """The lines under the guard; "" for other statements, and for texts that go on over lines in them."""
    match statement.node:
        case ast.If(
            test=ast.Compare(
                left=ast.Name(id="__name__"),
                ops=[ast.Eq()],
                comparators=[ast.Constant(value="__main__")],
            ),
            orelse=[],
        ):
            pass
        case _:
            return ""
    tree = parsed(statement.text).body[0]
    assert isinstance(tree, ast.If)
    first = tree.body[0].lineno
    if first == tree.lineno or any(_goes_on(part) for part in ast.walk(tree)):
        return ""
    lines = statement.text.split("\n")[first - 1 :]
    text = textwrap.dedent("\n".join(lines))
    own = ast.dump(ast.Module(tree.body, []))
    try:
        return text if ast.dump(ast.parse(text)) == own else ""
    except SyntaxError:
        return ""


def _goes_on(part: ast.AST) -> bool:
    """True for a text over several lines, whose own blanks are part of it."""
    text = isinstance(part, ast.JoinedStr) or (
        isinstance(part, ast.Constant) and isinstance(part.value, str)
    )
    return text and part.lineno != part.end_lineno  # type: ignore[attr-defined]
