"""One bench notebook both ways: the notebook's record against its generated job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus_compare import difference, differing_values, lines_of, stdout_of, text_of
from corpus_convert import converted
from corpus_files import Bench, Item
from corpus_job import job_of
from corpus_notebook import record_of

CONVERSION_LIMIT = 120


@dataclass(frozen=True)
class Verdict:
    """`verdict`: equivalent, differs, project fails, refused, crash, notebook fails.

    `lines` of text and `values` of results were compared; `diff` is a file in the work folder.
    """

    key: str
    verdict: str
    remark: str = ""
    lines: int = 0
    values: int = 0
    diff: str = ""


def verdict_of(item: Item, bench: Bench, *, stdout_too: bool) -> Verdict:
    """Convert, run both, compare text and results; with `stdout_too` also without displays."""
    folder = bench.work / item.slug
    record = record_of(item, bench)
    if record["status"] != "ok":
        return Verdict(item.key, "notebook fails", record["status"][:200])
    made = converted(item, folder / "job", displays="print", limit=CONVERSION_LIMIT, whole=True)
    if made.verdict != "converted":
        return Verdict(item.key, made.verdict, made.remark)
    job = job_of(item, folder / "job", made.package, bench, results=True)
    if job.trouble:
        return Verdict(item.key, "project fails", job.trouble)
    lines = text_of(record)
    text = difference(lines, lines_of(job.stdout), made.package)
    if text:
        return _differs(item, folder, "text", text)
    unstable = set(record["unstable"])
    wrong = [n for n in differing_values(record["values"], job.results) if n not in unstable]
    if wrong:
        shown = "\n".join(f"{n}:\n  {record['values'][n]}\n  {job.results[n]}" for n in wrong)
        return _differs(item, folder, f"results {', '.join(wrong)}", shown)
    if stdout_too:
        trouble = _without_displays(item, bench, stdout_of(record))
        if trouble:
            return _differs(item, folder, "stdout with --displays drop", trouble)
    compared = (record["values"].keys() & job.results.keys()) - unstable
    return Verdict(item.key, "equivalent", "", len(lines), len(compared))


def _without_displays(item: Item, bench: Bench, expected: list[str]) -> str:
    project = bench.work / item.slug / "job-drop"
    made = converted(item, project, displays="drop", limit=CONVERSION_LIMIT, whole=True)
    if made.verdict != "converted":
        return made.remark
    job = job_of(item, project, made.package, bench, results=False)
    return job.trouble or difference(expected, lines_of(job.stdout), made.package)


def _differs(item: Item, folder: Path, what: str, text: str) -> Verdict:
    file = folder / "difference.txt"
    file.write_text(text + "\n", encoding="utf-8")
    changed = [
        line for line in text.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    first = changed[0][:120] if changed else text.splitlines()[0][:120]
    return Verdict(item.key, "differs", f"{what}: {first}", diff=str(file))
