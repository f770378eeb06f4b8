"""The findings as Markdown and JSON, without this machine's paths or clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus_convert import Converted
from corpus_run import Verdict

PATHS = re.compile(r"(?<![\w.])/(?:tmp|home|root|work|usr|opt|var)/[^\s'\",|]*/")
ORDER = (
    "equivalent",
    "differs",
    "project fails",
    "refused",
    "crash",
    "not proved",
    "notebook fails",
)


def portable(text: str) -> str:
    """`text` on one line, folders cut down to file names."""
    return PATHS.sub("", " ".join(text.split()))


def markdown(converted: Sequence[Converted], verdicts: Sequence[Verdict], lint: str) -> str:
    """The whole report."""
    parts = ["# The public corpus", ""]
    if converted:
        parts += _conversion(converted, lint)
    if verdicts:
        parts += _bench(verdicts)
    return "\n".join(parts) + "\n"


def counted(verdicts: Iterable[str]) -> str:
    """`31 equivalent, 3 differs, ...` of all verdicts given."""
    found = Counter(verdicts)
    known = [name for name in (*ORDER, "converted") if name in found]
    return ", ".join(f"{found[name]} {name}" for name in known) or "none"


def _conversion(converted: Sequence[Converted], lint: str) -> list[str]:
    seconds = sorted(one.seconds for one in converted)
    faulty = [one for one in converted if one.faults]
    inheriting = [one for one in converted if one.inherited]
    parts = [
        f"{len(converted)} notebooks: {counted(one.verdict for one in converted)}; "
        f"median {seconds[len(seconds) // 2]:.2f} s, slowest {seconds[-1]:.2f} s.",
        "",
        f"Emitted Python with faults (does not compile, undefined names): {len(faulty)} projects; "
        f"names that pyflakes misses in the notebook's own code, too: {len(inheriting)} projects. "
        f"ruff on all projects: {lint}.",
        "",
    ]
    codes = Counter(_code(one.remark) for one in converted if one.verdict == "refused")
    if codes:
        parts += ["## Why refused", "", "| count | diagnostic |", "|---|---|"]
        parts += [f"| {count} | {code} |" for code, count in codes.most_common()]
    for title, chosen in (
        ("Crashes", [(o.key, o.remark) for o in converted if o.verdict == "crash"]),
        ("Faults", [(o.key, o.faults[0]) for o in faulty]),
        ("Undefined in the notebook itself", [(o.key, o.inherited[0]) for o in inheriting]),
    ):
        if chosen:
            parts += ["", f"## {title}", "", "| notebook | what |", "|---|---|"]
            parts += [f"| {key} | {_cell(what)} |" for key, what in chosen]
    return [*parts, ""]


def _bench(verdicts: Sequence[Verdict]) -> list[str]:
    good = sum(one.verdict == "equivalent" for one in verdicts)
    runnable = sum(one.verdict != "notebook fails" for one in verdicts)
    parts = [
        "## Notebook and job, both run",
        "",
        f"{good} of {runnable} equivalent ({counted(one.verdict for one in verdicts)}).",
        "",
        "Verdicts are those of `nbship prove --repeat 2`.",
        "",
        "| notebook | verdict | stages | values | lines | figures | files | left out | remark |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in verdicts:
        counts = (one.stages, one.values, one.lines, one.figures, one.files, one.unstable)
        row = (one.key, one.verdict, *(count or "" for count in counts), _cell(one.remark))
        parts.append("| " + " | ".join(str(part) for part in row) + " |")
    return parts


def _cell(text: str) -> str:
    return portable(text).replace("|", "\\|")[:220]


def _code(remark: str) -> str:
    """The diagnostic's code and what it means, or the message where there is none."""
    from converter.model.codes import EXPLANATIONS

    found = re.search(r"\[(NB\d{3})\]", remark)
    return f"{found.group(1)} {EXPLANATIONS[found.group(1)]}" if found else _cell(remark)[:60]
