"""Frames of which functions that predict read nothing but the columns: training keeps these, not its rows.

`pd.DataFrame([row], columns=X.columns)` would make all of `X` an artifact of the service.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.parts import names_in
from converter.rewrite.serving.rowwise import ASKED
from converter.rewrite.serving.weaving import program_of
from converter.syntax.parsing import parsed
from converter.syntax.references import inner_locals, local_names
from converter.syntax.text import Edit, Offsets, apply_edits


def only_columns(flow: Dataflow) -> Program:
    """The program in which such functions read `X_columns`, bound once `X` is as it stays."""
    texts = {each.order: each.text for each in flow.statements}
    taken = names_in(flow.statements)
    after: dict[int, list[str]] = {}
    kept: dict[str, str] = {}
    for function in _predicting(flow.statements):
        for frame in sorted(function.late):
            place = _settled(frame, function, flow.statements)
            edits = _edits(texts[function.order], frame, kept.get(frame) or _unused(frame, taken))
            if place is None or not edits:
                continue
            if frame not in kept:
                kept[frame] = _unused(frame, taken)
                taken.add(kept[frame])
                after.setdefault(place, []).append(f"{kept[frame]} = {frame}.columns")
            texts[function.order] = apply_edits(texts[function.order], edits)
    return program_of(flow, texts, {}, after, {}, {}) if after else flow.program


def _predicting(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    """Functions that ask an estimator, and those that they call."""
    functions = {s.node.name: s for s in statements if isinstance(s.node, ast.FunctionDef)}
    wanted = [name for name, each in functions.items() if _asks(each.node)]
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            wanted += functions[name].late & functions.keys()
    return (each for name, each in functions.items() if name in seen)


def _asks(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in ASKED
        for part in ast.walk(node)
    )


def _settled(frame: str, function: Statement, statements: tuple[Statement, ...]) -> int | None:
    """The statement after which `frame` stays as it is; None where a call of the function may come before."""
    binders = [s for s in statements if frame in s.binds | s.deletes | s.assigns_late]
    if len(binders) != 1 or frame not in binders[0].surely:
        return None
    if not isinstance(binders[0].node, ast.Assign):
        return None
    changes = [s.order for s in statements if frame in s.mutates | s.touches]
    names, grew = set(function.binds), True
    while grew:
        callers = {n for s in statements if s.late & names for n in s.binds}
        grew = not callers <= names
        names |= callers
    calls = [s.order for s in statements if s.reads & names]
    last = max([binders[0].order, *changes])
    return last if calls and last < min(calls) else None


def _edits(text: str, frame: str, name: str) -> list[Edit]:
    """What to edit where the function reads nothing but the columns of `frame`; nothing else."""
    node, offsets = parsed(text).body[0], Offsets(text)
    if not isinstance(node, ast.FunctionDef) or frame in local_names(node) | inner_locals(node):
        return []
    columns = {
        id(part.value): part
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and part.attr == "columns"
    }
    uses = [part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id == frame]
    if not all(id(use) in columns and isinstance(columns[id(use)].ctx, ast.Load) for use in uses):
        return []
    whole = [columns[id(use)] for use in uses]
    return sorted(Edit(offsets.start(part), offsets.end(part), name) for part in whole)


def _unused(frame: str, taken: set[str]) -> str:
    name = f"{frame}_columns"
    while name in taken:
        name += "_"
    return name
