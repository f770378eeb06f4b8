"""Loops over the folds of a split that only choose rows: what they leave is of the last fold.

    for train_index, test_index in split.split(flats, flats["town"]):      train_index, test_index = next(...)
        train = flats.loc[train_index]                                     train = flats.loc[train_index]

A notebook that splits but once has such a loop, since `split()` gives its folds one after the other.
"""

from __future__ import annotations

import ast
import textwrap

from converter.model.dataflow import RNG, Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.weaving import program_of
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed
from converter.syntax.scopes import bound_names
from converter.syntax.text import Offsets


def last_fold(flow: Dataflow) -> Program | None:
    """The program with such loops written out; None where there are none."""
    texts = {each.order: each.text for each in flow.statements}
    for each in flow.statements:
        if isinstance(each.node, ast.For) and not (each.effects - {RNG} or each.mutates):
            texts[each.order] = _written(each, flow.statements) or each.text
    if all(texts[each.order] == each.text for each in flow.statements):
        return None
    return program_of(flow, texts, {}, {}, {}, {})


def _written(statement: Statement, statements: tuple[Statement, ...]) -> str:
    """The last fold and what is chosen by it; "" for a loop that does more."""
    text = statement.text
    match parsed(text).body[0]:
        case ast.For(
            target=ast.Tuple() as target,
            iter=ast.Call(func=ast.Attribute(value=ast.Name(id=split), attr="split")) as folds,
            body=[first, *_] as body,
            orelse=[],
        ) if (
            first.lineno > folds.lineno
        ):
            pass
        case _:
            return ""
    if not all(map(_chooses, body)) or set(names_of(*body).reads) & set(names_of(*body).binds):
        return ""
    offsets = Offsets(text)
    said = text[offsets.start(folds) : offsets.end(folds)]
    names = text[offsets.start(target) : offsets.end(target)]
    one = f"next({said})" if _splits_once(split, statements) else f"list({said})[-1]"
    start = text.rfind("\n", 0, offsets.start(first)) + 1
    lines = textwrap.dedent(text[start : offsets.end(body[-1])])
    return f"{names} = {one}\n{lines}" if bound_names(target) else ""


def _chooses(node: ast.stmt) -> bool:
    """True for `train = flats.loc[index]`, and for several such at once."""
    match node:
        case ast.Assign(targets=[ast.Name()], value=value):
            return _is_choice(value)
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            names = all(isinstance(each, ast.Name) for each in targets)
            return names and all(map(_is_choice, values))
    return False


def _is_choice(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(value=inner, attr="copy" | "reset_index")):
            return _is_choice(inner)
        case ast.Subscript(value=ast.Name() | ast.Attribute(value=ast.Name())):
            return True
    return False


def _splits_once(name: str, statements: tuple[Statement, ...]) -> bool:
    """True for a split into one pair of folds, as it was made."""
    match [each.node for each in statements if name in each.binds]:
        case [ast.Assign(value=ast.Call(keywords=words))]:
            counts = [word.value for word in words if word.arg == "n_splits"]
            return [ast.unparse(each) for each in counts] == ["1"]
    return False
