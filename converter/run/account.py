"""How a run went, whatever its end: status, the time of each cell, metrics, error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from converter.model.diagnostic import Diagnostic
from converter.model.run_record import Reading, RunError, Status, StepTime
from converter.run.cells import Piece

_SIGKILL = 9


@dataclass(frozen=True)
class RunAccount:
    """What a record says of the run itself. `steps` are its cells, by their number as text."""

    status: Status
    seconds: float
    steps: tuple[StepTime, ...] = ()
    metrics: Mapping[str, float] | None = None
    history: tuple[Reading, ...] = ()
    error: RunError | None = None


STATUS_OF: dict[str, Status] = {
    "timeout": "timeout",
    "died": "killed",
    "memory": "out-of-memory",
    "interrupted": "interrupted",
    "stopped": "pruned",
}
"""The status that each way of ending early means."""


def cell_times(cells: Sequence[Any], pieces: Sequence[Piece]) -> tuple[StepTime, ...]:
    """The seconds of each code cell that ran; the parts of a cell that was cut count together."""
    seconds: dict[int, float] = {}
    for cell, piece in zip(cells, pieces, strict=False):
        taken = cell.metadata.get("papermill", {}).get("duration")
        if cell.cell_type == "code" and piece.number and taken is not None:
            seconds[piece.number] = seconds.get(piece.number, 0.0) + float(taken)
    return tuple(StepTime(str(number), round(taken, 6)) for number, taken in seconds.items())


def error_of_diagnostic(found: Diagnostic) -> RunError:
    """A failing cell as the record's error: `NameError: name 'x' is not defined` and its place."""
    kind, _, message = found.message.partition(": ")
    cell = found.span.cell if found.span else None
    return RunError(kind, message, cell, found.span.line if found.span else None)
