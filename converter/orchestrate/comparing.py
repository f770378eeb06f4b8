"""Two runs side by side: parameters, metrics, and the cells that their notebooks do not share."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from converter.model.run_record import Plain, RunRecord

_OURS = frozenset({"injected-parameters"})
"""Cells that a run adds: their values are compared as parameters."""


@dataclass(frozen=True)
class Difference:
    """A name whose value differs; a run that lacks it has None."""

    name: str
    left: Plain
    right: Plain


@dataclass(frozen=True)
class CellChange:
    """A cell, by its number among the code cells of each notebook, as a unified diff."""

    left: int | None
    right: int | None
    diff: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What differs. `same_code` is True when the digests say so; `note` why cells are unknown."""

    parameters: tuple[Difference, ...]
    metrics: tuple[Difference, ...]
    facts: tuple[Difference, ...]
    packages: tuple[Difference, ...]
    same_code: bool
    cells: tuple[CellChange, ...] = ()
    note: str = ""


_FACTS = (
    "kind", "name", "status", "seconds", "engine", "host", "python", "git_commit", "git_dirty",
    "sweep",
)  # fmt: skip


def compared(left: RunRecord, right: RunRecord) -> Comparison:
    """What differs between two runs."""
    same = bool(left.sha256) and left.sha256 == right.sha256
    cells: tuple[CellChange, ...] = ()
    note = ""
    if not same:
        cells, note = _cells(left, right)
    return Comparison(
        parameters=tuple(_differences(left.parameters, right.parameters)),
        metrics=tuple(_differences(left.metrics, right.metrics)),
        facts=tuple(_differences(_facts(left), _facts(right))),
        packages=tuple(_differences(left.packages, right.packages)),
        same_code=same,
        cells=cells,
        note=note,
    )


def _facts(record: RunRecord) -> dict[str, Plain]:
    error = record.error.text() if record.error else None
    return {**{name: getattr(record, name) for name in _FACTS}, "error": error}


def _differences(left: Mapping[str, Plain], right: Mapping[str, Plain]) -> Iterator[Difference]:
    for name in dict.fromkeys([*left, *right]):
        one, other = left.get(name), right.get(name)
        same = one == other or (one != one and other != other)  # two nan are no difference
        if not same or type(one) is not type(other):
            yield Difference(name, one, other)


def _cells(left: RunRecord, right: RunRecord) -> tuple[tuple[CellChange, ...], str]:
    """The cells that differ, from the executed notebooks; and why that cannot be told."""
    if left.kind != "notebook" or right.kind != "notebook":
        return (), "the code differs; cells are compared between runs of notebooks"
    sources = [_sources(Path(one.output)) for one in (left, right)]
    for record, found in zip((left, right), sources, strict=True):
        if found is None:
            return (), f"the notebooks differ, but {record.output} cannot be read"
    before, after = sources
    assert before is not None and after is not None
    return tuple(_changes(before, after)), ""


def _sources(path: Path) -> list[str] | None:
    """The code cells of a notebook, those that a run adds left out."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [
            "".join(cell["source"])
            for cell in cells
            if cell["cell_type"] == "code"
            and not _OURS.intersection(cell.get("metadata", {}).get("tags", []))
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _changes(before: list[str], after: list[str]) -> Iterator[CellChange]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for index in range(max(high - low, end - start)):
            one = low + index if low + index < high else None
            other = start + index if start + index < end else None
            yield CellChange(
                one + 1 if one is not None else None,
                other + 1 if other is not None else None,
                _diff(
                    before[one] if one is not None else "",
                    after[other] if other is not None else "",
                ),
            )


def _diff(left: str, right: str) -> tuple[str, ...]:
    lines = difflib.unified_diff(left.splitlines(), right.splitlines(), lineterm="", n=2)
    return tuple(lines)[2:]
