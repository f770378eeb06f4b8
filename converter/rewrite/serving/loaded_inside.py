"""Functions that read what the notebook saved get the values themselves.

    joblib.dump(forest, "forest.joblib")

    def price(size, rooms):
        model = joblib.load("forest.joblib")
        return model.predict([[size, rooms]])[0]

A service has what training leaves, no such file: `model = forest` is the same where `forest` is not changed
once it was saved.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.read_back import SIMPLE, changed_by, read_in, written_by
from converter.rewrite.serving.weaving import program_of
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

PLAIN = (ast.Name, ast.Constant, ast.Dict, ast.Tuple, ast.List, ast.Load)


def loaded_inside(flow: Dataflow) -> Program | None:
    """The program whose functions have what they read from such files; None where it has none."""
    texts = {each.order: each.text for each in flow.statements}
    for each in flow.statements:
        if isinstance(each.node, ast.FunctionDef):
            tree = parsed(each.text).body[0]
            assert isinstance(tree, ast.FunctionDef)
            edits = sorted(_edits(tree, each.text, flow.statements))
            texts[each.order] = apply_edits(each.text, edits)
    if all(texts[each.order] == each.text for each in flow.statements):
        return None
    return program_of(flow, texts, {}, {}, {}, {})


def _edits(
    function: ast.FunctionDef, text: str, statements: tuple[Statement, ...]
) -> Iterator[Edit]:
    """What to change in a function: lines that read a file say what was saved there."""
    offsets, own = Offsets(text), _own_names(function)
    for inner in function.body:
        read = list(read_in(inner))
        lines = inner.body if isinstance(inner, ast.With) else [inner]
        if len(read) != 1 or len(lines) != 1 or inner.lineno == function.lineno:
            continue
        target, path = read[0]
        value = _saved(path, statements)
        if value is None or not isinstance(target, ast.Name):
            continue
        names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
        start, end = offsets.start(inner), offsets.end(inner)
        if isinstance(value, ast.Name) and value.id == target.id:
            if own.count(target.id) == 1 and len(function.body) > 1:
                after = text.find("\n", end)
                yield Edit(text.rfind("\n", 0, start) + 1, after + 1 if after >= 0 else end, "")
        elif not names & set(own):
            yield Edit(start, end, f"{target.id} = {ast.unparse(value)}")


def _own_names(function: ast.FunctionDef) -> list[str]:
    """The names that a function binds, as often as it does."""
    bound = [p.arg for p in ast.walk(function) if isinstance(p, ast.arg)]
    for part in ast.walk(function):
        if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
            bound.append(part.id)
    return bound


def _saved(path: str, statements: tuple[Statement, ...]) -> ast.expr | None:
    """What the notebook saves in that file, once and for all; None where that is not plain."""
    writers = [s for s in statements if path in written_by(s)]
    if len(writers) != 1 or not isinstance(writers[0].node, SIMPLE):
        return None
    value = written_by(writers[0])[path]
    if value is None or not all(isinstance(part, PLAIN) for part in ast.walk(value)):
        return None
    names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    later = [s for s in statements if s.order > writers[0].order]
    return value if names and not names & changed_by(later) else None
