"""`nbship convert --observe` and `--prove`: the conversion of a notebook that is run on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from converter.cli import render
from converter.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from converter.cli.convert_command import Asked
    from converter.notebook_runs import Options


def convert_observed(
    asked: Asked,
    options: Options,
    *,
    given: Mapping[str, str],
    files: Sequence[Path],
    prove: bool,
) -> int:
    """The exit code: that of the proof where one is asked for."""
    from converter.converting import convert_observed as converted
    from converter.converting import prove_observed
    from converter.notebook_runs import scratch_folder

    if prove and not asked.writes:
        raise UsageError("--prove needs the project on disk: not with --dry-run or --diff")
    with scratch_folder() as folder:
        observed = converted(
            asked.notebook, asked.settings, options, folder, given=given, files=files
        )
        conversion = observed.conversion
        target = asked.target(conversion)
        asked.write(conversion)
        if not prove:
            return asked.tell(conversion)
        proof = prove_observed(observed, target.resolve())
    from converter.cli.proof_text import proof_text
    from converter.cli.prove_command import exit_code, proof_document

    name = conversion.plan.dataflow.program.notebook.name
    if asked.as_json:
        asked.tell(conversion, proof=proof_document(proof, name, target))
    else:
        asked.tell(conversion)
        render.say(proof_text(proof, name, str(target)))
    return exit_code(proof) or EXIT_OK
