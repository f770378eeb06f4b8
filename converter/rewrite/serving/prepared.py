"""Statements that work row by row become functions that training and serving share."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import Chain, Frozen
from converter.rewrite.serving.parts import base_of, texts_of
from converter.syntax.dotted import last_name
from converter.syntax.scopes import bound_names
from converter.syntax.text import indented

LEARNED = frozenset({"fit_transform", "inverse_transform", "transform"})
LONGEST = 24
"""Letters of columns in the name of a function."""


def shared_parts(
    chain: Chain,
    statements: tuple[Statement, ...],
    texts: Mapping[int, str],
    taken: set[str],
    known: Mapping[int, tuple[str, str]],
) -> dict[int, tuple[str, str]]:
    """Runs of statements that training and serving do alike: (call, function) by first order.

    The other statements of a run map to empty texts. `known` are the runs of other estimators'
    chains: one that is the same is used again, none is made of statements that are in another.
    """
    by_order = {s.order: s for s in statements}
    made = {chain.source}.union(*(by_order[order].binds for order in chain.lines))
    found: dict[int, tuple[str, str]] = {}
    runs = [[by_order[order] for order in run] for run in _runs(chain, statements, texts, made)]
    for run in [run for run in runs if any(s.order in known for s in run)]:
        if _is_run([s.order for s in run], known):
            found.update({s.order: known[s.order] for s in run})
        runs.remove(run)
    runs = [run for run in runs if not _is_call(run)]
    names = _names_of(runs, taken)
    for name, run in zip(names, runs, strict=True):
        frame = frame_of(run[0])
        body = "\n".join(indented(texts[s.order]) for s in run)
        document = indented(f'"""`{frame}` with what each row says of itself made ready."""')
        function = f"def {name}({frame}):\n{document}\n{body}\n    return {frame}"
        found[run[0].order] = (f"{frame} = {name}({frame})", function)
        found.update({s.order: ("", "") for s in run[1:]})
    return found


def _runs(
    chain: Chain, statements: tuple[Statement, ...], texts: Mapping[int, str], made: set[str]
) -> Iterator[list[int]]:
    """Statements that stand together, are of one frame, and are the same on both sides."""
    by_order = {s.order: s for s in statements}
    run: list[int] = []
    for order in sorted(chain.lines):
        statement = by_order[order]
        frame = frame_of(statement)
        same = chain.lines[order] == [texts[order]] and bool(frame)
        same = same and not (
            isinstance(statement.node, ast.For) and is_read_later(order, statements)
        )
        same = same and not statement.reads & made - {frame}  # of this request's rows
        joins = (
            run
            and order == run[-1] + 1
            and statement.cell == by_order[run[0]].cell
            and frame == frame_of(by_order[run[0]])
            and not any(_stands_between(f, run, order) for f in chain.frozen.values())
        )
        if run and not joins:
            yield run
            run = []
        if same:
            run = [*run, order]
    if run:
        yield run


def _stands_between(frozen: Frozen, run: list[int], order: int) -> bool:
    """True for what is kept between the statements of a run and that at `order`; not for what is kept before all."""
    if frozen.statement == run[0]:
        return frozen.after
    return frozen.statement in (order, run[-1])


def _is_call(run: list[Statement]) -> bool:
    """True for `df = clean(df)`, `df = df.copy()` or `X = X.values` alone: a function would say no more."""
    match [each.node for each in run]:
        case [ast.Assign(targets=[ast.Name()], value=ast.Call(func=ast.Name()))]:
            return True
        case [
            ast.Assign(
                value=ast.Call(func=ast.Attribute(value=ast.Name(), attr="copy" | "to_numpy"))
                | ast.Attribute(value=ast.Name(), attr="values")
            )
        ]:
            return True
    return False


def _names_of(runs: list[list[Statement]], taken: set[str]) -> list[str]:
    """`prepare` for one run; of several, what each makes ready says its name where that is short."""
    if len(runs) == 1:
        return [_numbered("prepare", taken)]
    return [_numbered(_name_of(run), taken) for run in runs]


def _name_of(run: list[Statement]) -> str:
    columns = _columns(run)
    filled = all(
        isinstance(each.node, ast.Assign)
        and isinstance(each.node.value, ast.Call)
        and last_name(each.node.value.func) == "fillna"
        for each in run
    )
    return "fill_gaps" if filled and not columns else "_".join(["prepare", *columns])


def _columns(run: list[Statement]) -> list[str]:
    """The columns that a run sets, as parts of a name; none where it is more than a few words."""
    found: dict[str, None] = {}
    for each in run:
        match each.node:
            case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(column)))]):
                found[column] = None
            case ast.Assign(
                targets=[ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str(column))]))]
            ):  # `df.loc[df["age"] > 64, "age"] = 4`
                found[column] = None
            case ast.Assign(targets=[ast.Subscript(slice=ast.List(elts=parts))]):
                found |= dict.fromkeys(text for part in parts for text in texts_of(part))
            case ast.Assign(targets=[ast.Attribute(attr=column)]):
                found[column] = None
            case _:
                return []
    words = [
        re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+", "_", each).strip("_").lower() for each in found
    ]
    name = "_".join(words)
    return words if all(words) and len(name) <= LONGEST and name.isascii() else []


def _is_run(run: list[int], known: Mapping[int, tuple[str, str]]) -> bool:
    """True when the statements are one of the known runs, whole."""
    first, *others = run
    return (
        bool(known.get(first, ("", ""))[0])
        and all(known.get(order) == ("", "") for order in others)
        and known.get(run[-1] + 1) != ("", "")
    )


def _numbered(name: str, taken: set[str]) -> str:
    """The name, or with the first number from 2 on that makes it free."""
    if name not in taken:
        taken.add(name)
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    taken.add(f"{name}_{number}")
    return f"{name}_{number}"


def frame_of(statement: Statement) -> str:
    """The frame that a statement sets a column of, or makes from itself; "" for others."""
    match statement.node:
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute() as target], value=value):
            learned = any(
                isinstance(p, ast.Attribute) and p.attr == "transform" for p in ast.walk(value)
            )
            return "" if learned else base_of(target)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            reads = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
            learned = any(
                isinstance(p, ast.Attribute) and p.attr == "transform" for p in ast.walk(value)
            )
            return name if name in reads and not learned else ""
        case ast.For(body=body, orelse=[]):
            frames = {_frame_set(each) for each in body}
            return frames.pop() if len(frames) == 1 else ""
    return ""


def _frame_set(each: ast.stmt) -> str:
    """The frame of which a statement of a loop sets a column; "" for others."""
    match each:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value):
            called = {last_name(p.func) for p in ast.walk(value) if isinstance(p, ast.Call)}
            return "" if called & LEARNED else name
    return ""


def is_read_later(order: int, statements: tuple[Statement, ...]) -> bool:
    """True where later statements read what the loop at `order` leaves its variables bound to."""
    own = next(s.node for s in statements if s.order == order)
    assert isinstance(own, ast.For)
    names = set(bound_names(own.target))
    return any(names & (s.reads | s.late) for s in statements if s.order > order)


def with_shared(chain: Chain, shared: Mapping[int, tuple[str, str]]) -> Iterator[str]:
    """The chain's lines, its shared runs being calls."""
    for order in sorted(chain.lines):
        if order in shared:
            if shared[order][0]:
                yield shared[order][0]
        else:
            yield from chain.lines[order]
