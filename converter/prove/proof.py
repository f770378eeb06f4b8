"""Prove: two Recordings -> Proof.

Compares the notebook's recording with the project's: values at every stage's end and at the end,
printed text, figures, files, the error that ended them. Runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from converter.model.proof import Counts, Finding, Proof, Provenance, Tolerance
from converter.model.recording import Failure, Recording
from converter.probe.text import masked
from converter.probe.trees import general, private
from converter.prove.figures import compared_figures, difference
from converter.prove.files import compared_files, unstable_files
from converter.prove.service import explored, kept_texts
from converter.prove.texts import compared_texts, lines_of, unstable_lines
from converter.prove.values import Values, compared_values, differing_generators

MOST_NAMED = 40
OF_OBJECT = re.compile(r"\w+(?:\[[^\]]*\])*\.")  # `slides.name`, `boxes[2].shown`


@dataclass
class Unstable:
    """What two runs of the notebook itself do not agree on: never compared, always named."""

    values: set[tuple[str, str]] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    figures: set[int] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    error: bool = False

    def __bool__(self) -> bool:
        return bool(self.names)


def unstable_between(
    first: Recording, others: Iterable[Recording], provenance: Provenance, tolerance: Tolerance
) -> Unstable:
    """What `others`, further runs of the same notebook, do not repeat of `first`."""
    found = Unstable()
    lines = lines_of(first, provenance.displays, "")
    for again in others:
        values = compared_values(first, again, tolerance=tolerance)
        found.values |= values.paths
        found.values |= {
            (each.stage, general(each.path)) for each in values.findings if each.kind == "value"
        }
        found.values |= {("", hidden) for _, path in found.values if (hidden := private(path))}
        found.lines |= unstable_lines(lines, lines_of(again, provenance.displays, ""))
        for i, figure in enumerate(first.figures):
            same_count = len(first.figures) == len(again.figures)
            if not same_count or difference(first, figure, again, again.figures[i]):
                found.figures.add(i)
        found.files |= unstable_files(first, again, tolerance)
        found.error |= _told(first.error) != _told(again.error)
    found.names = _named(found, first, lines, provenance)
    return found


def is_state(finding: Finding) -> bool:
    """Whether a difference is one of an object's state, `slides.name`, and not of a value itself."""
    return finding.kind == "value" and OF_OBJECT.match(finding.path) is not None


def by_showing(
    proof: Proof,
    shown: Recording,
    unshown: Recording,
    project: Recording,
    unstable: Unstable,
    *,
    tolerance: Tolerance,
    package: str,
) -> Unstable:
    """`unstable`, and those of the proof's differences that come of showing values, named as such.

    Only the state of objects counts, and only where the notebook that shows nothing agrees with the
    project: a number, a text or a table that differs is a result.
    """
    values = compared_values(shown, unshown, tolerance=tolerance)
    left = compared_values(unshown, project, tolerance=tolerance, package=package).paths
    states = {(each.stage, general(each.path)) for each in values.findings if is_state(each)} - left
    told = {
        each.path
        for each in proof.findings
        if each.kind == "value" and (each.stage, general(each.path)) in states
    }
    paths = {(stage, path) for stage, path in states if path in set(map(general, told))}
    names = [f"value {path} (showing it changes it)" for path in sorted(told)]
    return replace(unstable, values=unstable.values | paths, names=[*unstable.names, *names])


def _told(error: Failure | None) -> object:
    return None if error is None else (error.type, error.cell, error.line)


def _named(
    found: Unstable, first: Recording, lines: Sequence[tuple[object, str]], provenance: Provenance
) -> list[str]:
    paths = sorted({path for point, path in found.values if point})
    shown = [f"value {path}" for path in paths[:MOST_NAMED]]
    shown += [f"{len(paths) - MOST_NAMED} more values"] if len(paths) > MOST_NAMED else []
    for place in sorted(found.lines)[:MOST_NAMED]:
        if place < len(lines):
            at, text = lines[place]
            shown.append(f"printed line {place + 1} (cell {at}): {text.strip()[:60]}")
    shown += [
        f"figure {place + 1} (cell {first.figures[place].at})" for place in sorted(found.figures)
    ]
    shown += [f"file {path}" for path in sorted(found.files)]
    return shown + (["the error that ends it"] if found.error else [])


def proof_of(
    notebook: Recording,
    project: Recording,
    provenance: Provenance,
    *,
    tolerance: Tolerance,
    unstable: Unstable | None = None,
) -> Proof:
    """The comparison of one run of the notebook and one of the project."""
    unstable = unstable or Unstable()
    package = provenance.package
    values = compared_values(
        notebook, project, tolerance=tolerance, package=package, unstable=unstable.values
    )
    mine = lines_of(notebook, provenance.displays, package)
    others = lines_of(project, "print", package)
    figures, files = 0, 0
    drawn: list[Finding] = []
    written: list[Finding] = []
    if provenance.target == "service":  # what it leaves out is exploration
        texts = kept_texts(mine, others, provenance, unstable.lines)
        mine = others
        values.findings, left = explored(values.findings, notebook)
        values.unseen.update(left)
    else:
        texts = compared_texts(mine, others, provenance, unstable.lines)
        figures, drawn = compared_figures(notebook, project, provenance, unstable.figures)
        files, written = compared_files(notebook, project, provenance, tolerance, unstable.files)
    errors = [] if unstable.error else _errors(notebook.error, project.error, provenance)
    findings = [
        *values.findings,
        *texts,
        *drawn,
        *written,
        *errors,
        *_missing(notebook, project, values),
    ]
    counts = Counts(
        stages=len(values.points - {"results"}),
        names=values.names,
        parts=values.parts,
        results=values.results,
        lines=len(mine) - (0 if provenance.target == "service" else len(unstable.lines)),
        figures=figures,
        files=files,
        errors=int(notebook.error is not None and not unstable.error),
    )
    ordered = tuple(sorted(findings, key=lambda each: _order(each, provenance)))
    verdict = "different" if ordered else "equivalent" if counts.anything() else "nothing compared"
    wrong = {each.stage for each in ordered}
    return Proof(
        verdict=verdict,  # type: ignore[arg-type]
        findings=ordered,
        counts=counts,
        unstable=tuple(unstable.names),
        unseen=tuple(sorted(values.unseen.items())),
        sampled=tuple(sorted(values.sampled.items())),
        notes=tuple(_notes(notebook, project, provenance)),
        generators=differing_generators(notebook, project),
        stages=tuple((stage.name, stage.name not in wrong) for stage in provenance.stages),
        seconds={"notebook": notebook.seconds, "project": project.seconds},
        environment=notebook.environment,
    )


def _order(finding: Finding, provenance: Provenance) -> tuple[int, int, int]:
    names = [stage.name for stage in provenance.stages]
    stage = names.index(finding.stage) if finding.stage in names else len(names)
    kinds = ("error", "value", "shared", "text", "figure", "file")
    return stage, kinds.index(finding.kind), finding.cell or 0


def _errors(
    notebook: Failure | None, project: Failure | None, provenance: Provenance
) -> list[Finding]:
    if notebook is None and project is None:
        return []
    cell = (notebook or project or Failure("", "")).cell
    stage = provenance.stage_of(cell)
    shown = _shown(notebook), _shown(project)
    if notebook is None or project is None:
        side = "project" if notebook is None else "notebook"
        return [
            Finding("error", stage, "error", *shown, f"the {side} fails, the other does not", cell)
        ]
    package = provenance.package
    pairs = (
        (notebook.type, project.type, "another type"),
        (notebook.cell, project.cell, "in another cell"),
        (notebook.line, project.line, "in another line"),
        (masked(notebook.message, package), masked(project.message, package), "another message"),
    )
    why = [words for left, right, words in pairs if left != right]
    return [Finding("error", stage, "error", *shown, ", ".join(why), cell)] if why else []


def _shown(error: Failure | None) -> str:
    if error is None:
        return "(no error)"
    place = f" at cell {error.cell}, line {error.line}" if error.cell else ""
    return f"{error.type}: {error.message[:200]}{place}"


def _missing(notebook: Recording, project: Recording, values: Values) -> list[Finding]:
    """Moments that the notebook came to and the project did not."""
    if project.error is not None:
        return []  # said already: the error ended it
    return [
        Finding("value", point.name, "its end", "reached", "not reached", "the stage did not end")
        for point in notebook.points
        if point.name not in values.points and point.nodes
    ]


def _notes(notebook: Recording, project: Recording, provenance: Provenance) -> Iterable[str]:
    for kind, what in (("skipped", "tagged to be left out"), ("tests", "tests of the project")):
        cells = provenance.left_out.get(kind, ())
        if cells:
            yield f"not run: cell{'s' if len(cells) > 1 else ''} {', '.join(map(str, cells))}, {what}"
    gone = [text for _, text, instead in provenance.silenced if instead is None]
    if gone:
        texts = sorted({text.split("\n")[0][:40] for text in gone})
        yield f"not run, the project leaves it out: {', '.join(texts[:6])}"
    if provenance.displays == "drop":
        yield "what cells merely display is not compared: the project was made with --displays drop"
    outside = sorted(
        {
            each.path
            for one in (notebook, project)
            for each in one.files
            if each.mode == "w" and not each.inside
        }
    )
    if outside:
        yield f"written outside of the notebook's folder, not compared: {', '.join(outside[:5])}"
    for one in (notebook, project):
        for trouble in one.troubles:
            yield f"the probe had trouble in the {one.side}: {trouble}"


def with_variations(proof: Proof, variations: Sequence[Proof]) -> Proof:
    """`proof` with those on other inputs; the verdict counts them all."""
    return replace(proof, variations=tuple(variations))
