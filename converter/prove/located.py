"""The earliest statement that explains a difference, from both sides' steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from converter.model.proof import Located, Provenance, StageOrigin, Tolerance
from converter.model.recording import Recording, Step
from converter.probe.compare import Comparison
from converter.probe.store import Arrays
from converter.probe.text import differing_lines, shown_lines
from converter.probe.words import short

Sources = Mapping[int, str]


def located(
    notebook: Recording,
    project: Recording,
    stage: StageOrigin,
    provenance: Provenance,
    *,
    cells: Sources,
    module: Path,
    tolerance: Tolerance,
    unstable: frozenset[str] = frozenset(),
    places: frozenset[tuple[int, int]] | None = None,
    texts: bool = True,
) -> Located | None:
    """The first statement of `stage` after which the sides differ; None where none does.

    `cells` are the notebook's sources by number, `module` is the stage's file. `unstable` are
    names that the notebook itself does not repeat. `places` (cell, line) are those of the statements
    that what is to be explained depends on: no other can explain it. Printed text counts with `texts`.
    """
    order = {(cell, line): i for i, (cell, line, _) in enumerate(stage.statements)}
    lasts = {cell: (cell, line) for cell, line, _ in stage.statements}.values()
    theirs: dict[tuple[int, int], list[Step]] = {}
    for step in project.steps:
        theirs.setdefault((step.cell, step.line), []).append(step)
    arrays = Arrays(notebook.folder / "values"), Arrays(project.folder / "values")
    seen: dict[str, Any] = {}
    last: Step | None = None
    lines = module.read_text(encoding="utf-8").splitlines()
    for step in notebook.steps:
        place = (step.cell, step.line)
        if place not in order:
            continue
        waiting = theirs.get(place)
        other = waiting.pop(0) if waiting else None
        if other is not None:
            seen.update(other.nodes)
            last = other
        if places is not None and place not in places:
            continue
        comparison = Comparison(
            *arrays, rtol=tolerance.rtol, atol=tolerance.atol, package=provenance.package
        )
        # What a cell's last expression shows is printed there, and not here.
        shows = not texts or provenance.displays == "print" and place in lasts
        found = _difference(
            step, other, seen, comparison, provenance.package, unstable, shows=shows
        )
        if found is None:
            continue
        name, left, right, why = found
        shown = other or last
        at = shown.own if shown else 0
        return Located(
            step.cell,
            step.line,
            _line(cells.get(step.cell, "").split("\n"), step.line),
            module.name,
            at,
            (
                _line(lines, at)
                if other
                else "(no line of the project does this; it goes on after the line given)"
            ),
            name,
            left,
            right,
            why,
        )
    return None


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _difference(
    step: Step,
    other: Step | None,
    seen: Mapping[str, Any],
    comparison: Comparison,
    package: str,
    unstable: frozenset[str],
    *,
    shows: bool,
) -> tuple[str, str, str, str] | None:
    """(name, the notebook's, the project's, why) at one statement."""
    for name in sorted(step.nodes):
        if name in unstable:
            continue
        right = other.nodes.get(name) if other else seen.get(name)
        if right is None and name not in (other.nodes if other else seen):
            if other is None and not _is_plain(step.nodes[name]):
                continue
            if other is None:
                return name, short(step.nodes[name]), "(absent)", "not bound in the project"
            continue  # a parameter or an import: it lives elsewhere in the project
        comparison.compare(name, step.nodes[name], right)
        if comparison.differences:
            found = comparison.differences[0]
            return found.path, found.left, found.right, found.why
    if other is None or shows:
        return None
    wrong = differing_lines(shown_lines(step.text, package), shown_lines(other.text, package))
    if wrong:
        first = wrong[0]
        return (
            "printed text",
            "\n".join(first.left)[:400],
            "\n".join(first.right)[:400],
            "other text",
        )
    return None


def _is_plain(node: Any) -> bool:
    """False for functions and classes: they live in modules."""
    return not (isinstance(node, dict) and node.get("k") in ("function", "class", "module"))
