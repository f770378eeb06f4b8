"""The order of the rooms for `prove`: both sides run, are compared, and differences are located."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from converter.errors import EnvironmentProblem, KernelDied, RunTimeout, UsageError
from converter.model.proof import Finding, Proof, StageOrigin
from converter.model.recording import Recording
from converter.model.settings import Settings
from converter.notebook_runs import Options, scratch_folder
from converter.prove.located import located
from converter.prove.proof import Unstable, by_showing, is_state, proof_of, unstable_between
from converter.runs import (
    Subject,
    both_sides,
    notebook_side,
    subject_of,
    without_copies,
)
from converter.varying import titled, variations, varied

ROOT = re.compile(r"\w+")
RUN_AGAIN = 2
"""How often the notebook is run again when there is a difference and no `--repeat`."""


def prove(
    path: str,
    project: Path,
    options: Options,
    *,
    given: Mapping[str, str] = {},  # noqa: B006  never changed
    files: Sequence[Path] = (),
    keep: Path | None = None,
) -> Proof:
    """Whether the project answers as the notebook: both are run, in copies of its folder."""
    with scratch_folder(keep) as target:
        subject = subject_of(path, project, options, target, given=given, files=files)
        if subject.provenance.target == "service":
            return proved_service(subject, path)
        return proved(subject)


def proved_service(subject: Subject, path: str) -> Proof:
    """The proof of a service: its training against the notebook, and its answers."""
    from converter.pipeline import plan_of
    from converter.proving_service import seeded, watched, with_answers

    if subject.options.variations:
        raise UsageError("--vary is for jobs and packages", hint="prove the service without it")
    known = {field.name for field in fields(Settings)}
    told = {key: value for key, value in subject.provenance.settings.items() if key in known}
    lists = {key: tuple(value) for key, value in told.items() if isinstance(value, list)}
    subject = replace(subject, options=seeded(subject.options))
    subject = watched(subject, plan_of(path, Settings(**{**told, **lists})))
    notebook, other = both_sides(subject)
    return with_answers(judged(subject, notebook, other), subject, notebook)


def proof_page(proof: Proof, notebook: str, project: str) -> str:
    """The proof as a page of its own."""
    from converter.report.proof_page import proof_page as page
    from converter.scaffold.templates import rendered

    return page(proof, notebook, project, render=rendered)


def proved(subject: Subject) -> Proof:
    """The proof of one subject as it stands, and on other inputs where that is asked for."""
    notebook, other = both_sides(subject)
    others, not_varied = (
        ((), ()) if not subject.options.variations else variations(subject, notebook)
    )
    without_copies(notebook, other)
    proof = judged(subject, notebook, other)
    if not subject.options.variations:
        return proof
    shutil.rmtree(subject.target / "varied", ignore_errors=True)
    found: list[Proof] = []
    for number, each in enumerate(others, 1):
        target = subject.target / "varied" / f"{number:02d}"
        options = replace(subject.options, repeat=0)
        one = replace(varied(subject, each), target=target, runs=0, options=options)
        locate = all(done.verdict != "different" for done in (proof, *found))
        found.append(titled(judged(one, *both_sides(one), locate=locate), each))
        shutil.rmtree(target, ignore_errors=True)
    notes = [f"not varied: {', '.join(not_varied)}"] if not_varied else []
    notes += [] if others else ["nothing to vary: no parameter and no data file of a known format"]
    return replace(proof, variations=tuple(found), notes=(*proof.notes, *notes))


def judged(
    subject: Subject,
    notebook: Recording,
    other: Recording,
    *,
    known: Sequence[Recording] = (),
    locate: bool = True,
) -> Proof:
    """The proof of two recordings; further runs say what is unstable and where it starts.

    `known` are further recordings of the notebook that there are already.
    """
    options = subject.options
    repeats = list(known)
    repeats += [_notebook_again(subject) for _ in range(max(0, options.repeat - 1 - len(known)))]
    unstable = _unstable(subject, notebook, repeats)
    proof = _proof(subject, notebook, other, unstable)
    again = 0 if options.repeat else RUN_AGAIN
    while again and proof.verdict == "different" and (unstable or not repeats):
        # What varies may have been the same by chance: as long as something does, look once more.
        again -= 1
        repeats.append(_notebook_again(subject))
        unstable = _unstable(subject, notebook, repeats)
        proof = _proof(subject, notebook, other, unstable)
    if repeats and unstable and not options.repeat:
        words = f"run {len(repeats) + 1} times, the notebook does not repeat what is left out"
        hint = "" if options.seed is not None else " (--seed N may make it)"
        proof = replace(proof, notes=(*proof.notes, words + hint))
    if proof.verdict == "different" and subject.provenance.displays == "drop":
        unstable = _with_shown(subject, proof, notebook, other, unstable)
        proof = replace(_proof(subject, notebook, other, unstable), notes=proof.notes)
    if proof.verdict != "different" or not locate:
        return proof
    return replace(proof, located=_located(subject, proof, unstable))


def _notebook_again(subject: Subject) -> Recording:
    found = notebook_side(subject)
    without_copies(found)
    return found


def _with_shown(
    subject: Subject, proof: Proof, notebook: Recording, other: Recording, unstable: Unstable
) -> Unstable:
    """`unstable` with what differs only because the notebook shows values, which the project does not."""
    if not any(is_state(each) for each in proof.findings):
        return unstable
    unshown = replace(subject, extra={**subject.extra, "unshown": True})
    found = _notebook_again(unshown)
    subject.runs = unshown.runs
    return by_showing(
        proof,
        notebook,
        found,
        other,
        unstable,
        tolerance=subject.options.tolerance,
        package=subject.provenance.package,
    )


def _proof(subject: Subject, left: Recording, right: Recording, unstable: Unstable) -> Proof:
    tolerance = subject.options.tolerance
    return proof_of(left, right, subject.provenance, tolerance=tolerance, unstable=unstable)


def _unstable(subject: Subject, first: Recording, others: Sequence[Recording]) -> Unstable:
    return unstable_between(first, others, subject.provenance, subject.options.tolerance)


def _located(subject: Subject, proof: Proof, unstable: Unstable) -> Any:
    """Both sides once more, statement by statement in the first stage that differs."""
    provenance = subject.provenance
    names = {stage.name: stage for stage in provenance.stages}
    stage = next((names[each.stage] for each in proof.findings if each.stage in names), None)
    if stage is None and provenance.stages:
        stage = provenance.stages[-1]
    if stage is None:
        return None
    module = subject.project / "src" / provenance.package / f"{stage.module}.py"
    try:
        origins = json.loads((module.parent / "source_map.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    statements = [{"cell": c, "line": n, "names": names} for c, n, names in stage.statements]
    told = [
        {"cell": c, "line": n, "names": [(told, told) for _, told in names]}
        for c, n, names in stage.statements
    ]
    steps = {
        "notebook": {"cells": stage.cells, "statements": told},
        "project": {
            "stage": stage.name,
            "function": stage.name,
            "file": str(module),
            "origins": origins.get(f"{stage.module}.py", []),
            "is_global": bool(provenance.literal),
            "statements": statements,
        },
    }
    traced = replace(subject, steps=steps)
    try:
        notebook, other = both_sides(traced)
    except (EnvironmentProblem, KernelDied, RunTimeout):
        return None
    finally:
        subject.runs = traced.runs
    without_copies(notebook, other)
    sources = {cell.number: cell.source for cell in subject.flow.program.notebook.cells}
    for finding in proof.findings:
        if finding.stage in names and finding.stage != stage.name:
            continue
        found = located(
            notebook,
            other,
            stage,
            provenance,
            cells=sources,
            module=module,
            tolerance=subject.options.tolerance,
            unstable=frozenset(path.split("[")[0].split(".")[0] for _, path in unstable.values),
            places=_places(subject, stage, finding),
            texts=finding.kind not in ("value", "shared"),
        )
        if found is not None:
            return found
    return None


def _places(
    subject: Subject, stage: StageOrigin, finding: Finding
) -> frozenset[tuple[int, int]] | None:
    """Where (cell, line) the statements stand that a difference may come from; None: anywhere.

    A value comes from what made it, and what a cell shows from what its statements need: what else
    differs, such as the time of day, explains nothing.
    """
    from converter.plan.dependencies import dependencies_of

    last = max(stage.cells)
    statements = [each for each in subject.flow.statements if each.cell <= last]
    needs = dependencies_of(statements, [each.name for each in subject.parameters.parameters])
    name = ROOT.match(finding.path)
    if finding.kind in ("value", "shared") and name and name[0] in needs.final:
        wanted = needs.values([name[0]])
    elif finding.cell is not None:
        wanted = needs.of(each.order for each in statements if each.cell == finding.cell)
    else:
        return None
    return frozenset(
        (each.span.cell, each.span.line) for each in statements if each.order in wanted
    )
