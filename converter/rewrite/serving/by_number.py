"""Loops over the numbers of rows, written as loops over what is read by these numbers.

    for i in range(len(messages)):                     for text in messages["text"]:
        words = messages["text"][i].split()                words = text.split()
        corpus.append(" ".join(words))                     corpus.append(" ".join(words))

One whose rounds change elements of a list becomes a function of an element: `hours = [hours_each(h) for h in hours]`.
It is done only where nothing could be served otherwise; the watched run compares the rows.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.listed import LEAVING, leaves_nothing
from converter.rewrite.serving.numbered_rows import is_numbered, parsed_value
from converter.rewrite.serving.parts import base_of, constant_of, free_name, names_in
from converter.rewrite.serving.weaving import program_of
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits, indented

PLACED = frozenset({"at", "iat", "iloc", "loc"})
BY_PLACE = frozenset({"iat", "iloc", "values"})


@dataclass(frozen=True)
class _Use:
    """Where a round reads or sets what has its number, and in what: `node` is `of[i]`, `by_place` or by a label."""

    node: ast.Subscript
    of: str
    hint: str
    by_place: bool


def by_number(flow: Dataflow) -> Program | None:
    """The program with such loops written otherwise; None where there are none."""
    texts = {each.order: each.text for each in flow.statements}
    taken = names_in(flow.statements)
    given: dict[str, str] = {}
    for each in flow.statements:
        if isinstance(each.node, ast.For) and not each.effects:
            texts[each.order] = _written(each, flow.statements, taken, given) or each.text
    if all(texts[each.order] == each.text for each in flow.statements):
        return None
    return program_of(flow, texts, {}, {}, {}, {})


def _written(
    statement: Statement,
    statements: tuple[Statement, ...],
    taken: set[str],
    given: dict[str, str],
) -> str:
    """The loop written otherwise; "" where it reads its number for more, or ends rounds early."""
    loop = parsed(statement.text).body[0]
    match loop:
        case ast.For(
            target=ast.Name(id=number),
            iter=ast.Call(
                func=ast.Name(id="range"),
                args=[ast.Call(func=ast.Name(id="len"), args=[_])]
                | [ast.Constant(value=0), ast.Call(func=ast.Name(id="len"), args=[_])],
            ),
            body=[first, *_] as body,
            orelse=[],
        ) if (
            first.lineno > loop.lineno
        ):
            pass
        case _:
            return ""
    parts = [part for each in body for part in ast.walk(each)]
    uses = _uses(body, number)
    if not uses or any(isinstance(p, LEAVING) or _goes_on(p) for p in parts):
        return ""
    before = [each for each in statements if each.order < statement.order]
    if not all(use.by_place or is_numbered(parsed_value(use.of), before) for use in uses):
        return ""  # labels of rows are not their places
    names = _names(uses, taken, given)
    bound = names_of(*body).binds
    if any({p.id for p in ast.walk(parsed(of)) if isinstance(p, ast.Name)} & bound for of in names):
        return ""
    offsets, text = Offsets(statement.text), statement.text
    edits = [Edit(offsets.start(u.node), offsets.end(u.node), names[u.of]) for u in uses]
    if any(not isinstance(use.node.ctx, ast.Load) for use in uses):
        return _of_each(statement, loop, edits, names, statements)
    start, end = offsets.start(loop.target), offsets.end(loop.iter)
    one = len(names) == 1
    rows = ", ".join(names) if one else f"zip({', '.join(names)})"
    edits.append(Edit(start, end, f"{', '.join(names.values())} in {rows}"))
    return apply_edits(text, sorted(edits))


def _of_each(
    statement: Statement,
    loop: ast.For,
    edits: list[Edit],
    names: dict[str, str],
    statements: tuple[Statement, ...],
) -> str:
    """A function of one element, and the list of what it makes of them; "" where rounds do more."""
    (of, name), *others = names.items()
    before = [
        s for s in statements if s.order < statement.order and of in s.binds | s.reads | s.late
    ]
    match [each.node for each in before[-1:]]:  # nothing else has the list yet
        case [ast.Assign(value=ast.ListComp() | ast.List() | ast.Call(func=ast.Name(id="list")))]:
            pass
        case _:
            return ""
    named = {part.id for part in ast.walk(loop) if isinstance(part, ast.Name)}
    if (
        others
        or statement.mutates & named - {of}
        or not leaves_nothing(loop, statement, statements)
    ):
        return ""
    offsets, text = Offsets(statement.text), statement.text
    start = text.rfind("\n", 0, offsets.start(loop.body[0])) + 1
    end = offsets.end(loop.body[-1])
    inner = [Edit(e.start - start, e.end - start, e.text) for e in sorted(edits)]
    body = textwrap.dedent(apply_edits(text[start:end], inner))
    function = f"{of}_{name.removesuffix(f'_{of}')}"
    head = f"{text[: offsets.start(loop)]}def {function}({name}):"
    answer = f"{of} = [{function}({name}) for {name} in {of}]"
    return "\n".join([head, indented(body), indented(f"return {name}"), "", answer])


def _uses(body: list[ast.stmt], number: str) -> list[_Use]:
    """What rounds read or set by their number; empty where it is read for anything else."""
    found: list[_Use] = []
    of_numbers: set[int] = set()
    for each in body:
        for part in ast.walk(each):
            if isinstance(part, ast.Subscript) and (use := _use(part, number)):
                inside = [p for p in ast.walk(part) if isinstance(p, ast.Name) and p.id == number]
                if len(inside) == 1 and id(inside[0]) not in of_numbers:
                    of_numbers.add(id(inside[0]))
                    found.append(use)
    all_numbers = (p for each in body for p in ast.walk(each) if isinstance(p, ast.Name))
    return found if all(id(p) in of_numbers for p in all_numbers if p.id == number) else []


def _use(node: ast.Subscript, number: str) -> _Use | None:
    """`df["a"][i]`, `df["a"].iloc[i]`, `df.iloc[i]["a"]`, `df.loc[i, "a"]`, `texts[i]` as elements."""
    match node:
        case ast.Subscript(
            value=ast.Subscript(
                value=ast.Attribute(value=frame, attr=attr), slice=ast.Name(id=name)
            ),
            slice=index,
        ) if (
            name == number and attr in PLACED and (column := constant_of(index))
        ):
            return _Use(node, f"{ast.unparse(frame)}[{column!r}]", column, attr in BY_PLACE)
        case ast.Subscript(
            value=ast.Attribute(value=frame, attr=attr),
            slice=ast.Tuple(elts=[ast.Name(id=name), at]),
        ) if (
            name == number and attr in PLACED and (column := constant_of(at))
        ):
            return _Use(node, f"{ast.unparse(frame)}[{column!r}]", column, attr in BY_PLACE)
        case ast.Subscript(value=owner, slice=ast.Name(id=name)) if name == number:
            by_place = False
            if isinstance(owner, ast.Attribute) and owner.attr in {*PLACED, "values"}:
                by_place, owner = owner.attr in BY_PLACE, owner.value
                if isinstance(owner, ast.Name):
                    return None  # a row of a frame
            column = constant_of(owner.slice) if isinstance(owner, ast.Subscript) else None
            column = owner.attr if isinstance(owner, ast.Attribute) else column
            return _Use(node, ast.unparse(owner), column or f"each_{base_of(owner)}", by_place)
    return None


def _names(uses: list[_Use], taken: set[str], given: dict[str, str]) -> dict[str, str]:
    """A name for an element of each that is read, the same in every loop: `given` are those so far."""
    for use in uses:
        if use.of not in given:
            word = re.sub(r"\W+", "_", use.hint).strip("_").lower()
            given[use.of] = free_name(word if word.isidentifier() else "each", taken)
    return {use.of: given[use.of] for use in uses}


def _goes_on(part: ast.AST) -> bool:
    """True for a text over several lines."""
    return isinstance(part, ast.Constant | ast.JoinedStr) and part.end_lineno != part.lineno
