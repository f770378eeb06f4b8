"""A program written anew where serving adds to its statements or replaces them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from converter.model.dataflow import Dataflow
from converter.model.program import CodeCell, Program
from converter.model.split import Made
from converter.syntax.parsing import parsed


def program_of(
    flow: Dataflow,
    texts: Mapping[int, str],
    before: Mapping[int, list[str]],
    after: Mapping[int, list[str]],
    ends: Mapping[int, list[str]],
    shared: Mapping[int, tuple[str, str]],
) -> Program:
    """The program with its cells written anew where something changed."""
    cells: list[CodeCell] = []
    touched = {*before, *after, *ends, *shared}
    for cell in flow.program.cells:
        own = [s for s in flow.statements if s.cell == cell.number]
        if not any(s.order in touched or texts[s.order] != s.text for s in own):
            cells.append(cell)
            continue
        rows: list[tuple[str, int]] = []
        for statement in own:
            place = next((line for line in statement.lines if line), 1)
            pieces = [*before.get(statement.order, ())]
            call, function = shared.get(statement.order, (texts[statement.order], ""))
            pieces += [function] if function else []
            pieces += [call] if call else []
            pieces += after.get(statement.order, ())
            pieces += ends.get(statement.order, ())
            for piece in pieces:
                lines = piece.split("\n")
                origins = statement.lines if piece == statement.text else (place,) * len(lines)
                rows += zip(lines, origins, strict=False)
        code = "\n".join(text for text, _ in rows)
        shows = cell.shows and not (own and own[-1].order in ends)
        cells.append(
            replace(
                cell,
                code=code,
                tree=parsed(code),
                lines=tuple(line for _, line in rows),
                shows=shows,
            )
        )
    return replace(flow.program, cells=tuple(cells))


def importing(program: Program, line: str) -> Program:
    first, *others = program.cells
    code = f"{line}\n{first.code}"
    lines = (first.lines[0] if first.lines else 1, *first.lines)
    return replace(
        program, cells=(replace(first, code=code, tree=parsed(code), lines=lines), *others)
    )


def changed_cells(flow: Dataflow, watched: Program) -> tuple[tuple[int, str], ...]:
    """The cells that a watched run executes otherwise."""
    return tuple(
        (new.number, new.code)
        for old, new in zip(flow.program.cells, watched.cells, strict=True)
        if old.code != new.code
    )


def with_cells(made: tuple[Made, ...], cells: tuple[tuple[int, str], ...]) -> tuple[Made, ...]:
    """The functions made, whose watched run executes these cells otherwise, too."""
    return tuple(
        replace(each, cells=tuple({**dict(cells), **dict(each.cells)}.items())) for each in made
    )


def training_program(
    flow: Dataflow,
    texts: Mapping[int, str],
    before: Mapping[int, list[str]],
    after: Mapping[int, list[str]],
    ends: Mapping[int, list[str]],
    shared: Mapping[int, tuple[str, str]],
    *,
    keeps: tuple[int, str, str],
    halves: Mapping[int, tuple[str, str]],
) -> Program:
    """The program, which `keeps` a copy of rows as they came: (statement, copy, rows)."""
    start, copy, rows = keeps
    if start < 0:
        return program_of(flow, texts, before, after, ends, shared)
    reading, *rest = halves.get(start, (texts[start],))
    kept = {start: [f"{copy} = {rows}.copy()", *rest]}
    read = {**texts, start: reading}
    return program_of(flow, read, before, together(kept, after), ends, shared)


def together(one: Mapping[int, list[str]], other: Mapping[int, list[str]]) -> dict[int, list[str]]:
    """The lines of both at each statement."""
    return {key: [*one.get(key, ()), *other.get(key, ())] for key in {*one, *other}}
