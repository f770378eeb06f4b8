"""Assignments to parts of several frames, or from them, written as one for each.

`train["x"], test["x"] = a, b`, `y, y_test = train.pop("y"), test.pop("y")`, and
`df["town"], towns = pd.factorize(df["town"])`. A chain is of one frame; what is set in another beside it is no line of it.
In loops that collect answers, where folds make their frames, names of several are given on lines of their own, too.
"""

from __future__ import annotations

import ast

from converter.model.dataflow import Dataflow
from converter.model.program import Program
from converter.rewrite.serving.collected import collected_in
from converter.rewrite.serving.fitting import Fitting
from converter.rewrite.serving.parts import base_of
from converter.rewrite.serving.weaving import program_of
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits


def separated(flow: Dataflow) -> Program | None:
    """The program with such assignments on lines of their own; None where it has none."""
    texts = {each.order: each.text for each in flow.statements}
    found = False
    fitting = Fitting(flow.statements)
    for each in flow.statements:
        text = ""
        if isinstance(each.node, ast.Assign):
            text = _written_out(each.text)
        elif isinstance(each.node, ast.For) and collected_in(each.node, fitting):
            text = _within(each.text)
        if text:
            texts[each.order], found = text, True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def _within(text: str) -> str:
    """A loop with such assignments on lines of their own; "" where it has none."""
    offsets = Offsets(text)
    edits: list[Edit] = []
    for part in ast.walk(parsed(text)):
        if isinstance(part, ast.Assign):
            start, end = offsets.start(part), offsets.end(part)
            indent = text[text.rfind("\n", 0, start) + 1 : start]
            lines = _written_out(text[start:end], of_names=True)
            if lines and not indent.strip():
                edits.append(Edit(start, end, lines.replace("\n", f"\n{indent}")))
    return apply_edits(text, sorted(edits)) if edits else ""


def _written_out(text: str, *, of_names: bool = False) -> str:
    """The statement as several; "" for others, and where a value reads what was set before it."""
    match parsed(text).body[0]:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            pass
        case ast.Assign(
            targets=[ast.Tuple(elts=[codes, ast.Name(id=kept)])], value=ast.Call() as call
        ):
            names = {part.id for part in ast.walk(call) if isinstance(part, ast.Name)}
            if last_name(call.func) != "factorize" or kept in names or "\n" in text:
                return ""
            offsets = Offsets(text)
            numbers = text[offsets.start(codes) : offsets.end(codes)]
            value_text = text[offsets.start(call) : offsets.end(call)]
            return f"{kept} = {value_text}[1]\n{numbers} = {value_text}[0]"
        case _:
            return ""
    parts = [each for each in targets if base_of(each)]
    if len(parts) < len(targets) or len({base_of(each) for each in parts}) < len(values):
        return ""
    popped = all(map(_pops, values))
    if not (popped or of_names) and not all(isinstance(each, ast.Subscript) for each in parts):
        return ""
    done: set[str] = set()
    lines = []
    offsets = Offsets(text)
    for target, value in zip(parts, values, strict=True):
        parts_read = [*_index_of(target), value]
        read = {p.id for e in parts_read for p in ast.walk(e) if isinstance(p, ast.Name)}
        if read & done or isinstance(value, ast.Starred):
            return ""
        done.add(base_of(target))
        target_text = text[offsets.start(target) : offsets.end(target)]
        value_text = text[offsets.start(value) : offsets.end(value)]
        value_text = f"({value_text})" if "\n" in value_text else value_text
        lines.append(f"{target_text} = {value_text}")
    return "\n".join(lines)


def _pops(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(), attr="pop")):
            return True
    return False


def _index_of(target: ast.expr) -> list[ast.expr]:
    return [target.slice] if isinstance(target, ast.Subscript) else []
