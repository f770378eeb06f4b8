"""The order of the rooms for the proof of a service: train from scratch, start it, ask it, compare."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from converter.model.plan import Plan
from converter.model.proof import Counts, Finding, Proof, Tolerance
from converter.model.recording import Recording
from converter.notebook_runs import Options
from converter.observe.service import Command, started, trained
from converter.observe.workcopy import working_copy
from converter.plan.service import wanted_of
from converter.prove.service import answer_finding, requests_of, served_endpoints
from converter.run.prepared import Prepared
from converter.runs import Subject, job_values, python_of, threads

SEED = 0
"""What generators that a notebook does not seed begin with, on both sides: else no two runs agree."""


def seeded(options: Options) -> Options:
    """The options with a seed."""
    return options if options.seed is not None else replace(options, seed=SEED)


def watched(subject: Subject, plan: Plan) -> Subject:
    """The subject whose notebook's run also tells what the served functions answer."""
    ready = with_made_functions(subject.ready, plan)
    extra = {**subject.extra, "served": wanted_of(plan)}
    return replace(subject, ready=ready, extra=extra)


def with_made_functions(ready: Prepared, plan: Plan) -> Prepared:
    """The notebook with the cells in which made functions and named lambdas stand, and rows are kept."""
    texts = {**dict(plan.watched), **{n: text for made in plan.made for n, text in made.cells}}
    if not texts:
        return ready
    pieces = tuple(
        (
            replace(piece, cell={**piece.cell, "source": texts[piece.number].splitlines(True)})
            if piece.number in texts
            else piece
        )
        for piece in ready.pieces
    )
    document = {**ready.document, "cells": [piece.cell for piece in pieces]}
    return replace(ready, document=document, pieces=pieces)


def with_answers(proof: Proof, subject: Subject, notebook: Recording) -> Proof:
    """The proof, and whether the service answers the notebook's rows as the notebook did."""
    if notebook.error is not None:
        return proof
    found, count = _asked(subject, notebook)
    findings = (*proof.findings, *found)
    counts = replace(proof.counts, answers=count)
    return replace(proof, findings=findings, counts=counts, verdict=_verdict(findings, counts))


def _verdict(findings: Sequence[Finding], counts: Counts) -> Any:
    if findings:
        return "different"
    return "equivalent" if counts.anything() else "nothing compared"


def _asked(subject: Subject, notebook: Recording) -> tuple[list[Finding], int]:
    provenance = subject.provenance
    target = subject.folder("service")
    target.mkdir(parents=True)
    path = subject.flow.program.notebook.path
    work = working_copy(path.resolve().parent if path else None, target / "work")
    arguments, _, environment = job_values(subject)
    command = Command(
        python_of(subject),
        provenance.package,
        (subject.project / "src").resolve(),
        work.folder,
        {**subject.ready.environment, **environment, "PYTHONHASHSEED": "0"},
        subject.options.seed,
        threads(),
    )
    artifacts = target / "artifacts"
    code, told = trained(command, artifacts, arguments, timeout=subject.options.timeout)
    if code:
        return [Finding("answer", "service", "train", "", told, f"training ended with {code}")], 0
    tolerance = rounded(subject.options.tolerance, artifacts)
    requests = list(requests_of(notebook.served, served_endpoints(provenance)))
    found: list[Finding] = []
    count = 0
    with started(command, artifacts, target / "service.log") as asking:
        for endpoint, rows, answers in requests:
            status, body = asking.answer(endpoint, rows)
            one = answer_finding(endpoint, rows, answers, status, body, tolerance)
            count += len(rows)
            found += [one] if one else []
    return found, count


def rounded(tolerance: Tolerance, artifacts: Path) -> Tolerance:
    """The tolerance, wide enough for libraries whose single precision depends on what is calculated together."""
    folder = artifacts / (artifacts / "current").read_text(encoding="utf-8").strip()
    bound = float(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["bound"])
    return replace(tolerance, rtol=max(tolerance.rtol, bound), atol=max(tolerance.atol, bound))
