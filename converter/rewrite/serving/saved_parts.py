"""Values that are computed where they are saved get names, so that what is read back is known by them.

    joblib.dump(list(X.columns), "columns.pkl")     columns = list(X.columns)
                                                    joblib.dump(columns, "columns.pkl")

It is done only in notebooks that read something back, for new lists and tables and the names of columns: they
stay what they were saved as.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.other_names import LOADING
from converter.rewrite.serving.parts import constant_of, free_name, names_in
from converter.rewrite.serving.read_back import SIMPLE, changed_by, written_by
from converter.rewrite.serving.weaving import program_of
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

# Functions and methods whose value is new, and holds what its owner held.
NEW = frozenset("dict list set sorted to_dict to_list tolist tuple".split())


def saved_parts(flow: Dataflow) -> Program | None:
    """The program in which such values have names; None where there are none."""
    if not any(_reads(each.node) for each in flow.statements):
        return None
    texts = {each.order: each.text for each in flow.statements}
    taken = names_in(flow.statements)
    for each in flow.statements:
        if isinstance(each.node, SIMPLE) and not isinstance(each.node, ast.Assign):
            later = changed_by([s for s in flow.statements if s.order > each.order])
            texts[each.order] = _named(each, later, taken)
    if all(texts[each.order] == each.text for each in flow.statements):
        return None
    return program_of(flow, texts, {}, {}, {}, {})


def _reads(node: ast.stmt) -> bool:
    calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
    return any(last_name(each) in LOADING for each in calls)


def _named(statement: Statement, later: set[str], taken: set[str]) -> str:
    """The statement after others that name what it computes."""
    text, offsets = statement.text, Offsets(statement.text)
    before: list[str] = []
    edits: list[Edit] = []
    values = {ast.unparse(each) for each in written_by(statement).values() if each}
    for call in ast.walk(parsed(text)):
        if not (isinstance(call, ast.Call) and call.args and ast.unparse(call.args[0]) in values):
            continue
        for part, hint in _computed(call.args[0], _stem(call)):
            if not _stays(part, later) or part.lineno != part.end_lineno:
                continue
            start, end = offsets.start(part), offsets.end(part)
            name = free_name(re.sub(r"\W+", "_", hint).strip("_") or "saved", taken)
            before.append(f"{name} = {text[start:end]}")
            edits.append(Edit(start, end, name))
    return "\n".join([*before, apply_edits(text, sorted(edits))])


def _computed(value: ast.expr, hint: str) -> Iterator[tuple[ast.expr, str]]:
    """What is neither a name nor a literal in a value, with the key or the file under which it is saved."""
    match value:
        case ast.Name() | ast.Constant():
            return
        case ast.Dict(keys=keys, values=values):
            for key, each in zip(keys, values, strict=True):
                yield from _computed(each, (constant_of(key) if key else None) or hint)
        case ast.Tuple(elts=values) | ast.List(elts=values):
            for each in values:
                yield from _computed(each, hint)
        case _:
            yield value, hint


def _stays(value: ast.expr, later: set[str]) -> bool:
    """True for a value that nothing changes later."""
    if isinstance(value, ast.Attribute):
        return value.attr == "columns"
    if not (isinstance(value, ast.Call) and last_name(value.func) in NEW):
        return False
    of_columns = any(isinstance(p, ast.Attribute) and p.attr == "columns" for p in ast.walk(value))
    names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    return of_columns or not names & later


def _stem(call: ast.Call) -> str:
    """What the file of a call that saves is called."""
    texts = [
        p.value for p in ast.walk(call) if isinstance(p, ast.Constant) and type(p.value) is str
    ]
    return texts[-1].rsplit("/", 1)[-1].split(".")[0] if texts else "saved"
