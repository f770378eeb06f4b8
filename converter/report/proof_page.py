"""Report: a Proof -> one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from converter.model.proof import Proof

TEMPLATE = "report/proof.html.jinja"
TONES = {"equivalent": "good", "different": "bad", "nothing compared": "none"}


def proof_page(
    proof: Proof,
    notebook: str,
    project: str,
    *,
    render: Callable[[str, Mapping[str, object]], str],
) -> str:
    """The page; `render` fills in a template."""
    verdict = proof.verdict
    if verdict == "equivalent" and not proof.equivalent:
        verdict, tone = "different", "bad"
    else:
        tone = TONES[verdict]
    return render(
        TEMPLATE,
        {
            "proof": proof,
            "notebook": notebook,
            "project": project,
            "verdict": verdict,
            "tone": tone,
            "compared": compared,
            "lists": lambda one: list(_lists(one)),
            "environment": list(_environment(proof.environment)),
        },
    )


def compared(proof: Proof) -> str:
    """What was compared, counted."""
    counts = proof.counts
    parts = (
        (counts.stages, "stage ends"),
        (counts.names, "values"),
        (counts.parts, "numbers and texts in them"),
        (counts.lines, "printed lines"),
        (counts.figures, "figures"),
        (counts.files, "files"),
        (counts.errors, "errors"),
    )
    return ", ".join(f"{count:,} {words}" for count, words in parts if count) or "nothing"


def _lists(proof: Proof) -> Iterator[tuple[str, list[str]]]:
    if proof.unstable:
        yield "Left out: the notebook does not repeat it", list(proof.unstable)
    if proof.unseen:
        yield "Not comparable", [f"{path}: {kind}" for path, kind in proof.unseen]
    if proof.sampled:
        yield "Compared in part", [f"{path}: {what}" for path, what in proof.sampled]
    if proof.notes:
        yield "Notes", list(proof.notes)


def _environment(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("python", "platform", "kernel", "hash_seed"):
        if found.get(name):
            yield name, str(found[name])
    for name, version in sorted(found.get("packages", {}).items()):
        yield name, str(version)
