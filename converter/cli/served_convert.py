"""`nbship convert --to service`: the notebook runs once, so that its rows can be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from converter.cli import render

if TYPE_CHECKING:
    from converter.cli.convert_command import Asked
    from converter.notebook_runs import Options


def convert_served(
    asked: Asked,
    options: Options,
    *,
    given: Mapping[str, str],
    files: Sequence[Path],
    prove: bool,
) -> int:
    """The exit code: that of the proof where one is asked for."""
    from converter.notebook_runs import scratch_folder
    from converter.serving import convert_served as converted

    with scratch_folder() as folder:
        render.remark(f"running {asked.notebook} once, to see the rows that it answers")
        served = converted(
            asked.notebook, asked.settings, options, folder, given=given, files=files
        )
        asked.write(served.conversion)
        return asked.tell(served.conversion)
