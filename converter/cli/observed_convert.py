"""`nbship convert` where the notebook runs on the way: --observe, --prove, and every service."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from converter.cli import render
from converter.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from converter.cli.convert_command import Asked
    from converter.model.plan import Plan
    from converter.model.proof import Proof
    from converter.notebook_runs import Options
    from converter.pipeline import Conversion


def convert_observed(
    asked: Asked,
    options: Options,
    *,
    given: Mapping[str, str],
    files: Sequence[Path],
    prove: bool,
) -> int:
    """The exit code: that of the proof where one is asked for."""
    from converter.notebook_runs import scratch_folder

    if prove and not asked.writes:
        raise UsageError("--prove needs the project on disk: not with --dry-run or --diff")
    with scratch_folder() as folder:
        conversion, proved = _converted(asked, options, folder, given, files)
        target = asked.target(conversion.plan)
        asked.write(conversion)
        if not prove:
            return asked.tell(conversion)
        proof = proved(target.resolve())
    from converter.cli.proof_text import proof_text
    from converter.cli.prove_command import exit_code, proof_document

    name = conversion.plan.dataflow.program.notebook.name
    if asked.as_json:
        asked.tell(conversion, proof=proof_document(proof, name, target))
    else:
        asked.tell(conversion)
        render.say(proof_text(proof, name, str(target)))
    return exit_code(proof) or EXIT_OK


def _converted(
    asked: Asked,
    options: Options,
    folder: Path,
    given: Mapping[str, str],
    files: Sequence[Path],
) -> tuple[Conversion, Callable[[Path], Proof]]:
    """The conversion, and what proves the project in a folder. The notebook runs in `folder`."""
    if asked.settings.target == "service":
        from converter.serving import convert_served, prove_served

        def serve(plan: Plan) -> None:
            asked.check(plan)
            render.remark(f"running {asked.notebook} once, to see the rows that it answers")

        served = convert_served(
            asked.notebook, asked.settings, options, folder, given=given, files=files, before=serve
        )
        return served.conversion, partial(prove_served, served)
    from converter.converting import convert_observed, prove_observed

    observed = convert_observed(
        asked.notebook,
        asked.settings,
        options,
        folder,
        given=given,
        files=files,
        before=asked.check,
    )
    return observed.conversion, partial(prove_observed, observed)
