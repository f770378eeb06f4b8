"""The findings of `peers.py` as Markdown and as data, without this machine's paths or clock."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus_table import portable
from peers_convert import Conversion
from peers_run import Compared, Outcome

FIRST = "nbship"
SHOWN = 3
CHECKS = ("compiles", "no undefined name", "ruff clean (E4 E7 E9 F)")


@dataclass(frozen=True)
class Findings:
    """All of one run. `starts` are seconds of each tool's bare start; `troubles` of installing.

    `bench` are the keys of the bench notebooks, `sample` those of the set of all notebooks.
    """

    tools: tuple[str, ...]
    troubles: Mapping[str, str]
    conversions: Sequence[Conversion]
    compared: Sequence[Compared]
    starts: Mapping[str, Sequence[float]]
    bench: frozenset[str]
    sample: frozenset[str]
    everything: int
    unrun: int = 0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def ratios(conversions: Iterable[Conversion], tool: str, clock: str = "seconds") -> list[float]:
    """`seconds` or `cpu` of `tool` over nbship's, for each notebook that both converted."""
    seconds: dict[str, dict[str, float]] = {}
    for one in conversions:
        if one.verdict == "converted" and one.tool in (tool, FIRST):
            seconds.setdefault(one.key, {})[one.tool] = getattr(one, clock)
    return [each[tool] / each[FIRST] for each in seconds.values() if {tool, FIRST} <= each.keys()]


def markdown(found: Findings, heads: Sequence[str]) -> str:
    """The whole report."""
    sets = [
        (f"The {len(found.bench)} bench notebooks", found.bench),
        (_sample_title(found), found.sample),
    ]
    parts = ["# nbship and its peers", "", f"Compared: {', '.join(heads)}.", ""]
    parts += [f"Not installed: {name}: {portable(why)}" for name, why in found.troubles.items()]
    for title, keys in sets:
        chosen = [one for one in found.conversions if one.key in keys]
        if chosen:
            parts += [f"## {title}: converted", "", *_conversions(found, chosen), ""]
            parts += [*_lint(found, chosen), ""]
    if found.compared:
        parts += ["## The bench notebooks: run", "", *_runs(found), ""]
    parts += ["## Time of a conversion", "", *_times(found), ""]
    if found.compared:
        parts += ["## Each bench notebook", "", *_each(found), ""]
    return "\n".join(parts)


def _sample_title(found: Findings) -> str:
    if len(found.sample) == found.everything:
        return f"All {found.everything} Python notebooks"
    return f"{len(found.sample)} of all {found.everything} Python notebooks"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def _of(found: Findings, conversions: Sequence[Conversion]) -> list[tuple[str, list[Conversion]]]:
    """The conversions by tool, in the tools' order."""
    return [(name, [one for one in conversions if one.tool == name]) for name in found.tools]


def _conversions(found: Findings, chosen: Sequence[Conversion]) -> list[str]:
    head = ("tool", "converted", "refused", "crashed", *CHECKS)
    rows = []
    for name, ones in _of(found, chosen):
        counts = Counter(one.verdict for one in ones)
        made = [one for one in ones if one.verdict == "converted"]
        good = [one for one in made if not one.uncompiled]
        named = [one for one in good if not one.undefined]
        clean = [one for one in good if not one.lint]
        verdicts = [counts[verdict] for verdict in ("converted", "refused", "crashed")]
        rows.append((name, *verdicts, len(good), len(named), len(clean)))
    return _table(head, rows)


def _lint(found: Findings, chosen: Sequence[Conversion]) -> list[str]:
    """What ruff says most often of each tool's code, by notebooks."""
    lines = []
    for name, ones in _of(found, chosen):
        counts = Counter(code for one in ones for code in set(one.lint))
        if counts:
            most = ", ".join(f"{code} in {count}" for code, count in counts.most_common(4))
            lines.append(f"- ruff on {name}: {most}")
    return lines or ["ruff has no remark."]


def _runs(found: Findings) -> list[str]:
    ran = [one for one in found.compared if not one.trouble]
    parts = [
        f"{len(ran)} notebooks ran; {len(found.compared) - len(ran)} do not run here"
        + (f"; {found.unrun} were left out for want of time." if found.unrun else "."),
        "",
    ]
    rows = []
    for name in found.tools:
        outcomes = [each for one in ran for each in one.outcomes if each.tool == name]
        counts = Counter(each.verdict for each in outcomes)
        under = Counter(each.ipython or each.verdict for each in outcomes)
        ends = counts["equal"] + counts["differs"]
        ipython = f"{under['equal'] + under['differs']}, {under['equal']}"
        also = ipython if any(each.ipython for each in outcomes) else ""
        rows.append((name, ends, counts["equal"], _share(counts["equal"], len(ran)), also))
    head = (
        "tool",
        "runs to the end",
        "prints the same",
        "share",
        "under IPython: runs, prints the same",
    )
    return [*parts, *_table(head, rows)]


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.0f} %" if of else ""


def _times(found: Findings) -> list[str]:
    rows = []
    for name, ones in _of(found, found.conversions):
        seconds = [one.seconds for one in ones if one.verdict == "converted"]
        paired = ratios(found.conversions, name)
        if not seconds:
            continue
        start = statistics.median(found.starts[name]) if found.starts.get(name) else 0.0
        ratio = f"{statistics.median(paired):.2f}" if paired else ""
        middle, late = statistics.median(seconds), percentile(seconds, 0.9)
        work = statistics.median(one.cpu for one in ones if one.verdict == "converted")
        worked = ratios(found.conversions, name, "cpu")
        cpu = f"{statistics.median(worked):.2f}" if worked else ""
        clocks = (middle, late, start, work)
        rows.append((name, len(seconds), *(f"{value:.2f}" for value in clocks), ratio, cpu))
    return [
        "Seconds of the whole process, the start of Python included, in turns on the same notebooks;",
        "`start` is its `--version`. CPU seconds are what a busy machine stretches least. Ratios are",
        "medians over the notebooks that both converted.",
        "",
        *_table(
            (
                *("tool", "notebooks", "median", "p90", "start", "CPU median"),
                *("times nbship's", "times nbship's CPU"),
            ),
            rows,
        ),
    ]


def _each(found: Findings) -> list[str]:
    rows = []
    for one in found.compared:
        words = {each.tool: _word(each) for each in one.outcomes}
        trouble = ["notebook fails"] if one.trouble else [""]
        cells = [words.get(name, trouble[0]) for name in found.tools]
        rows.append((one.key, one.lines, *cells))
    parts = _table(("notebook", "lines", *found.tools), rows)
    remarks = [
        f"- {each.tool}, {each.key}: {portable(each.remark)[:160]}"
        for one in found.compared
        for each in one.outcomes
        if each.tool == FIRST and each.remark
    ]
    return [*parts, "", *remarks] if remarks else parts


def _word(each: Outcome) -> str:
    return f"{each.verdict} (IPython: {each.ipython})" if each.ipython else each.verdict


def document(found: Findings, heads: Sequence[str]) -> dict[str, Any]:
    """The same as data: paths cut to file names, only the first undefined names of each notebook."""
    made = [
        asdict(one) | {"remark": portable(one.remark), "undefined": one.undefined[:SHOWN]}
        for one in found.conversions
    ]
    runs = [
        {
            "key": one.key,
            "lines": one.lines,
            "trouble": portable(one.trouble),
            "outcomes": [asdict(each) | {"remark": portable(each.remark)} for each in one.outcomes],
        }
        for one in found.compared
    ]
    return {"compared": list(heads), "conversions": made, "runs": runs}
