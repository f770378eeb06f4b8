"""Cells cut at their statements: some left out, some written anew, the rest as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from converter.model.dataflow import Dataflow, Statement


@dataclass(frozen=True)
class Cut:
    """A cell's new text; `lines[i]` is the line of the original that line i+1 came from."""

    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Piece:
    """A cell about to run: `number` is the original's, 0 for a cell of ours."""

    cell: dict[str, Any] = field(compare=False)
    number: int
    lines: tuple[int, ...] = ()


def statements_by_cell(flow: Dataflow) -> dict[int, list[Statement]]:
    """The statements of each code cell, in order."""
    found: dict[int, list[Statement]] = {}
    for statement in flow.statements:
        found.setdefault(statement.cell, []).append(statement)
    return found


def cut(
    source: str,
    statements: Sequence[Statement],
    *,
    without: Collection[int] = (),
    instead: Mapping[int, str] | None = None,
    rest: bool = True,
) -> Cut:
    """The cell without the statements of these orders, others replaced by the text given.

    Lines that belong to no statement stay unless `rest` is False.
    """
    instead = instead or {}
    if rest and not without and not instead:
        return _trimmed(list(enumerate(source.split("\n"), 1)))
    if _share_lines(statements):
        return _from_texts(statements, without, instead)
    owners = {line: one for one in statements for line in one.lines}
    kept: list[tuple[int, str]] = []
    written: set[int] = set()
    for number, line in enumerate(source.split("\n"), 1):
        owner = owners.get(number)
        if owner is None:
            kept += [(number, line)] if rest else []
        elif owner.order in instead:
            if owner.order not in written:
                kept += [(number, new) for new in instead[owner.order].split("\n")]
            written.add(owner.order)
        elif owner.order not in without:
            kept.append((number, line))
    return _trimmed(kept)


def _share_lines(statements: Sequence[Statement]) -> bool:
    count = Counter(line for one in statements for line in set(one.lines))
    return any(times > 1 for times in count.values())


def _from_texts(
    statements: Sequence[Statement], without: Collection[int], instead: Mapping[int, str]
) -> Cut:
    """The cell from its statements' own texts: `A = 1; B = 2` becomes two lines."""
    kept: list[tuple[int, str]] = []
    for one in statements:
        if one.order in without:
            continue
        lines = instead.get(one.order, one.text).split("\n")
        numbers = one.lines or (one.span.line,)
        kept += [(numbers[min(i, len(numbers) - 1)], line) for i, line in enumerate(lines)]
    return _trimmed(kept)


def _trimmed(kept: list[tuple[int, str]]) -> Cut:
    while kept and not kept[0][1].strip():
        kept = kept[1:]
    while kept and not kept[-1][1].strip():
        kept = kept[:-1]
    return Cut("\n".join(line for _, line in kept), tuple(number for number, _ in kept))
