"""The order of the rooms for `prove`: both sides run, are compared, and differences are located."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from converter.errors import EnvironmentProblem, KernelDied, RunTimeout
from converter.model.proof import Proof
from converter.model.recording import Recording
from converter.prove.located import located
from converter.prove.proof import Unstable, proof_of, unstable_between
from converter.runs import (
    Options,
    Subject,
    both_sides,
    notebook_side,
    scratch_folder,
    subject_of,
)


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
        return proved(subject)


def proved(subject: Subject) -> Proof:
    """The proof of one subject as it stands."""
    notebook, other = both_sides(subject)
    return judged(subject, notebook, other)


def judged(subject: Subject, notebook: Recording, other: Recording) -> Proof:
    """The proof of two recordings; further runs say what is unstable and where it starts."""
    options = subject.options
    repeats = [notebook_side(subject) for _ in range(max(0, options.repeat - 1))]
    unstable = _unstable(subject, notebook, repeats)
    proof = proof_of(
        notebook, other, subject.provenance, tolerance=options.tolerance, unstable=unstable
    )
    if proof.verdict != "different":
        return proof
    if not options.repeat:
        repeats = [notebook_side(subject)]
        unstable = _unstable(subject, notebook, repeats)
        if unstable:
            proof = proof_of(
                notebook, other, subject.provenance, tolerance=options.tolerance, unstable=unstable
            )
            words = (
                "the notebook was run a second time: it does not repeat itself in what is left out"
            )
            hint = "" if options.seed is not None else "; --seed N may make it"
            proof = replace(proof, notes=(*proof.notes, words + hint))
    if proof.verdict != "different":
        return proof
    return replace(proof, located=_located(subject, proof, unstable))


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
    sources = {cell.number: cell.source for cell in subject.flow.program.notebook.cells}
    return located(
        notebook,
        other,
        stage,
        provenance,
        cells=sources,
        module=module,
        tolerance=subject.options.tolerance,
        unstable=frozenset(path.split("[")[0].split(".")[0] for _, path in unstable.values),
    )
