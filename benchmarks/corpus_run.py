"""One bench notebook judged by `prove`: its generated job against the notebook itself."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from typing import Any

from corpus_convert import converted
from corpus_files import Bench, Item

CONVERSION_LIMIT = 120
REPEAT = 2


@dataclass(frozen=True)
class Verdict:
    """`verdict`: equivalent, differs, project fails, refused, crash, notebook fails, not proved.

    `counts` says how much was compared; `unstable` how many things the notebook does not repeat.
    """

    key: str
    verdict: str
    remark: str = ""
    stages: int = 0
    values: int = 0
    lines: int = 0
    figures: int = 0
    files: int = 0
    unstable: int = 0
    seconds: float = 0.0
    page: str = ""


def verdict_of(item: Item, bench: Bench, *, stdout_too: bool) -> Verdict:
    """The notebook and its job, proved; with `stdout_too` also a job made with `--displays drop`."""
    found = _proved(item, bench, "print")
    if found.verdict == "equivalent" and stdout_too:
        other = _proved(item, bench, "drop")
        if other.verdict not in ("equivalent", "not proved"):
            return other
    return found


def _proved(item: Item, bench: Bench, displays: str) -> Verdict:
    from converter.errors import NbshipError
    from converter.notebook_runs import Options
    from converter.proving import proof_page, prove

    folder = bench.work / item.slug / displays
    shutil.rmtree(folder, ignore_errors=True)
    made = converted(item, folder / "job", displays=displays, limit=CONVERSION_LIMIT, whole=True)
    if made.verdict != "converted":
        return Verdict(item.key, made.verdict, made.remark)
    options = Options(python=str(bench.python), timeout=bench.timeout, repeat=REPEAT)
    started = time.monotonic()
    try:
        proof = prove(str(item.file), folder / "job", options)
    except NbshipError as exc:
        told = "project fails" if "project" in exc.message else "notebook fails"
        return Verdict(item.key, told, exc.message[:300])
    page = folder / "proof.html"
    page.write_text(proof_page(proof, item.path, "its job"), encoding="utf-8")
    counts = proof.counts
    return Verdict(
        item.key,
        _told(proof),
        _remark(proof, displays),
        counts.stages,
        counts.names,
        counts.lines,
        counts.figures,
        counts.files,
        len(proof.unstable),
        round(time.monotonic() - started, 1),
        str(page),
    )


def _told(proof: Any) -> str:
    if proof.verdict == "equivalent" and not proof.counts.names and proof.counts.errors:
        return "notebook fails"  # both fail, at the same place
    return {"different": "differs", "nothing compared": "not proved"}.get(proof.verdict, "equivalent")


def _remark(proof: Any, displays: str) -> str:
    if not proof.findings:
        return ""
    first = proof.findings[0]
    where = f"cell {first.cell}" if first.cell else first.stage
    return f"--displays {displays}: {where}: {first.kind} {first.path}: {first.why}"

