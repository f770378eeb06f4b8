"""Frames that training prepares as it prepares the rows that are asked about: by the same functions.

`for dataset in [train, test]:` is written out for each of them; what serving shares with `test` is
then what `train` needs, too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.prepared import frame_of, is_read_later
from converter.syntax.parsing import parsed

Shared = Mapping[int, tuple[str, str]]


def shared_with_others(
    shared: Shared,
    statements: tuple[Statement, ...],
    texts: Mapping[int, str],
    busy: Collection[int],
) -> dict[int, tuple[str, str]]:
    """The shared runs, and calls of their functions for other frames in place of the same statements.

    At `busy` statements serving needs something else. A function is defined where it is called first.
    """
    found = dict(shared)
    for order, (call, function) in sorted(shared.items()):
        frame = call.partition(" = ")[0]
        run = [order]
        while shared.get(run[-1] + 1) == ("", ""):
            run.append(run[-1] + 1)
        if not function or _is_said(frame, [texts[each] for each in run]):
            continue
        for start in statements:
            others = [start.order + place for place in range(len(run))]
            other = _frame(others, statements, {*busy, *found})
            if not other or [texts[o] for o in others] != _renamed(run, texts, frame, other):
                continue
            name = call.partition(" = ")[2].partition("(")[0]
            found |= dict.fromkeys(others, ("", ""))
            found[start.order] = f"{other} = {name}({other})", ""
            if start.order < order and found[order][1]:
                found[start.order] = found[start.order][0], function
                found[order] = call, ""
    return found


def _frame(orders: Sequence[int], statements: Sequence[Statement], busy: Collection[int]) -> str:
    """The one frame that these statements of a cell prepare, nothing else being done there; or ""."""
    own = [each for each in statements if each.order in orders]
    if len(own) < len(orders) or set(orders) & set(busy) or len({s.cell for s in own}) > 1:
        return ""
    loops = (each.order for each in own if isinstance(each.node, ast.For))
    if any(is_read_later(order, tuple(statements)) for order in loops):
        return ""
    frames = {frame_of(each) for each in own}
    return frames.pop() if len(frames) == 1 else ""


def _is_said(frame: str, texts: Sequence[str]) -> bool:
    """True where a text in the statements says the frame's name."""
    constants = (part for text in texts for part in ast.walk(parsed(text)))
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and frame in part.value
        for part in constants
    )


def _renamed(run: Sequence[int], texts: Mapping[int, str], frame: str, other: str) -> list[str]:
    """The texts of a run as they would be for another frame; none where they read that."""
    own = [texts[each] for each in run]
    if any(re.search(rf"\b{re.escape(other)}\b", text) for text in own):
        return []
    return [re.sub(rf"(?<![\w.]){re.escape(frame)}\b", other, text) for text in own]
