"""A proof in plain lines: the verdict first, then why, then what was compared and what was not."""

from __future__ import annotations

from collections.abc import Iterable

from converter.model.proof import Finding, Located, Proof

MOST = 8
WIDEST = 100


def proof_text(proof: Proof, notebook: str, project: str) -> str:
    """The verdict on the project, and on each variation."""
    lines = [f"{_verdict(proof)}: {project} and {notebook}"]
    lines += [f"  {line}" for line in _details(proof)]
    if proof.variations:
        good = sum(one.verdict == "equivalent" for one in proof.variations)
        lines.append(f"  on other inputs: {good} of {len(proof.variations)} equivalent")
    for one in proof.variations:
        lines.append(f"    {one.verdict}: {one.title}")
        if one.verdict != "equivalent":
            lines += [f"      {line}" for line in _details(one)]
    return "\n".join(lines)


def _verdict(proof: Proof) -> str:
    if proof.verdict == "equivalent" and not proof.equivalent:
        return "different on other inputs"
    if proof.verdict == "nothing compared":
        return "not proved, there was nothing to compare"
    return proof.verdict


def _details(proof: Proof) -> Iterable[str]:
    if proof.findings:
        yield from _findings(proof)
    if proof.located:
        yield from _located(proof.located)
    if proof.generators:
        yield proof.generators
    yield f"compared: {compared(proof)}"
    if proof.unstable:
        yield f"left out, the notebook does not repeat it: {_listed(proof.unstable)}"
    if proof.unseen:
        yield f"not comparable: {_listed([f'{path} ({kind})' for path, kind in proof.unseen])}"
    if proof.sampled:
        yield f"compared in part: {_listed([f'{path} ({what})' for path, what in proof.sampled])}"
    yield from proof.notes


def compared(proof: Proof) -> str:
    """What was compared, counted."""
    counts = proof.counts
    parts = (
        (counts.stages, "stage end"),
        (counts.names, "value"),
        (counts.lines, "printed line"),
        (counts.figures, "figure"),
        (counts.files, "file"),
        (counts.errors, "error"),
        (counts.answers, "service answer"),
    )
    found = [f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in parts if count]
    more = f" ({counts.parts:,} numbers and texts in the values)" if counts.parts else ""
    return ", ".join(found) + more if found else "nothing"


def _findings(proof: Proof) -> Iterable[str]:
    stages = list(dict.fromkeys(each.stage for each in proof.findings))
    yield f"first difference: {_where(proof.findings[0])}"
    for each in proof.findings[:MOST]:
        yield from (f"  {line}" for line in _finding(each))
    if len(proof.findings) > MOST:
        yield f"  … {len(proof.findings) - MOST} more, in {', '.join(filter(None, stages))}"


def _where(finding: Finding) -> str:
    cell = f", notebook cell {finding.cell}" if finding.cell else ""
    return f"stage {finding.stage}{cell}" if finding.stage else f"before the stages{cell}"


def _finding(finding: Finding) -> Iterable[str]:
    yield f"{finding.stage}: {finding.kind} {finding.path}: {finding.why}"
    if finding.kind == "figure" and not finding.notebook:
        return
    for side, text in (("notebook", finding.notebook), ("project", finding.project)):
        for i, line in enumerate(text.split("\n") if text else ["(nothing)"]):
            yield f"    {side if i == 0 else '':<9} {line[:WIDEST]}"


def _located(found: Located) -> Iterable[str]:
    left = f"cell {found.cell}, line {found.line}"
    right = f"{found.file}:{found.file_line}"
    width = max(len(left), len(right))
    yield "the statement that explains it:"
    yield f"  {left:<{width}}  {found.source[:WIDEST]}"
    yield f"  {right:<{width}}  {found.file_source[:WIDEST]}"
    yield f"  then {found.name} is {found.notebook} in the notebook, {found.project} in the project"


def _listed(items: Iterable[str]) -> str:
    found = list(items)
    more = f", and {len(found) - MOST} more" if len(found) > MOST else ""
    return ", ".join(found[:MOST]) + more
