"""`nbship convert --to service`: the notebook runs once, so that its rows can be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from converter.cli import render
from converter.errors import EXIT_OK, UsageError

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
    from converter.serving import prove_served

    if prove and not asked.writes:
        raise UsageError("--prove needs the project on disk: not with --dry-run or --diff")
    with scratch_folder() as folder:
        render.remark(f"running {asked.notebook} once, to see the rows that it answers")
        served = converted(
            asked.notebook, asked.settings, options, folder, given=given, files=files
        )
        asked.write(served.conversion)
        if not prove:
            return asked.tell(served.conversion)
        target = asked.target(served.conversion)
        proof = prove_served(served, target.resolve())
    from converter.cli.proof_text import proof_text
    from converter.cli.prove_command import exit_code, proof_document

    name = served.conversion.plan.dataflow.program.notebook.name
    if asked.as_json:
        asked.tell(served.conversion, proof=proof_document(proof, name, target))
    else:
        asked.tell(served.conversion)
        render.say(proof_text(proof, name, str(target)))
    return exit_code(proof) or EXIT_OK
