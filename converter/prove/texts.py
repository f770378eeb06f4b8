"""Printed text of two recordings, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from converter.model.proof import Finding, Provenance
from converter.model.recording import Recording
from converter.probe.text import differing_lines, placed_lines

SHOWN = 6
Placed = Sequence[tuple[Any, str]]


def lines_of(recording: Recording, displays: str, package: str) -> Placed:
    """(place, line) of all text; of what cells merely show only where it is printed."""
    wanted = ("stdout", "display") if displays == "print" else ("stdout",)
    parts = [
        (each.at, each.text + ("\n" if each.kind == "display" else ""))
        for each in recording.outputs
        if each.kind in wanted
    ]
    return placed_lines(parts, package)


def unstable_lines(first: Placed, again: Placed) -> set[int]:
    """Places of lines of `first` that another run of the same notebook prints otherwise."""
    found: set[int] = set()
    for each in differing_lines([line for _, line in first], [line for _, line in again]):
        found |= set(range(each.left_at, each.left_at + max(1, len(each.left))))
    return found


def compared_texts(
    notebook: Placed,
    project: Placed,
    provenance: Provenance,
    unstable: AbstractSet[int] = frozenset(),
) -> list[Finding]:
    """Stretches of text that differ, each with its stage and the notebook's cell."""
    left = [line for _, line in notebook]
    right = [line for _, line in project]
    found = []
    for each in differing_lines(left, right, unstable):
        cell = _place(notebook, each.left_at)
        stage = (
            provenance.stage_of(cell) if each.left else str(_place(project, each.right_at) or "")
        )
        found.append(
            Finding(
                "text",
                stage,
                f"line {each.left_at + 1}",
                _shown(each.left),
                _shown(each.right),
                _why(len(each.left), len(each.right)),
                cell if isinstance(cell, int) else None,
            )
        )
    return found


def _place(lines: Placed, at: int) -> Any:
    if not lines:
        return None
    return lines[min(at, len(lines) - 1)][0]


def _shown(lines: Sequence[str]) -> str:
    kept = "\n".join(line[:160] for line in lines[:SHOWN])
    return f"{kept}\n… {len(lines) - SHOWN} more lines" if len(lines) > SHOWN else kept


def _why(left: int, right: int) -> str:
    if not left:
        return "printed by the project only"
    if not right:
        return "printed by the notebook only"
    return "other text"
