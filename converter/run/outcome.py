"""What a run of a notebook left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunOutcome:
    """The executed notebook at `output` (and as HTML), and how the run went.

    `parameters` are the values given, secrets masked; `cells` counts its own code cells that ran;
    `stopped` is True when the notebook ended itself early with `sys.exit()`.
    """

    output: Path
    html: Path | None
    cells: int
    seconds: float
    parameters: Mapping[str, object]
    stopped: bool = False
