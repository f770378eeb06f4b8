"""Assignments to parts of several frames, written as one for each: `train["x"], test["x"] = a, b`.

A chain is of one frame; what is set in another beside it is no line of it.
"""

from __future__ import annotations

import ast

from converter.model.dataflow import Dataflow
from converter.model.program import Program
from converter.rewrite.serving.parts import base_of
from converter.rewrite.serving.weaving import program_of
from converter.syntax.parsing import parsed
from converter.syntax.text import Offsets


def separated(flow: Dataflow) -> Program | None:
    """The program with such assignments on lines of their own; None where it has none."""
    texts = {each.order: each.text for each in flow.statements}
    found = False
    for each in flow.statements:
        if isinstance(each.node, ast.Assign) and (text := _written_out(each.text)):
            texts[each.order], found = text, True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def _written_out(text: str) -> str:
    """The statement as several; "" for others, and where a value reads what was set before it."""
    match parsed(text).body[0]:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            pass
        case _:
            return ""
    parts = [each for each in targets if isinstance(each, ast.Subscript) and base_of(each)]
    if len(parts) < len(targets) or len({base_of(each) for each in parts}) < len(values):
        return ""
    done: set[str] = set()
    lines = []
    offsets = Offsets(text)
    for target, value in zip(parts, values, strict=True):
        read = {
            p.id
            for each in (target.slice, value)
            for p in ast.walk(each)
            if isinstance(p, ast.Name)
        }
        if read & done or isinstance(value, ast.Starred):
            return ""
        done.add(base_of(target))
        target_text = text[offsets.start(target) : offsets.end(target)]
        value_text = text[offsets.start(value) : offsets.end(value)]
        value_text = f"({value_text})" if "\n" in value_text else value_text
        lines.append(f"{target_text} = {value_text}")
    return "\n".join(lines)
