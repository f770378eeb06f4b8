"""The order of the rooms for `convert --observe` and `--prove`: the notebook runs, then its project."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from converter.model.plan import Plan
from converter.model.project import PROVENANCE
from converter.model.proof import Proof
from converter.model.recording import Recording
from converter.model.settings import Settings
from converter.notebook_runs import Options, ready_notebook
from converter.observe.launch import THREADS
from converter.observe.reference import reference_files
from converter.pipeline import Conversion, converted_plan, parameters_of_notebook, read, sound_plan
from converter.plan.observed import observed_flushes, observed_values
from converter.prove.figures import figure_places
from converter.prove.proof import Unstable, unstable_between
from converter.prove.provenance import parsed_provenance
from converter.prove.texts import lines_of
from converter.proving import judged
from converter.run.values import checked_values
from converter.runs import Subject, does_not_run, job_values, notebook_side, project_side, threads

TIMES = 2
"""How often the notebook runs: what it does not repeat itself is no reference."""


@dataclass(frozen=True)
class Observed:
    """A conversion with what the notebook did in it; what proving it needs further."""

    conversion: Conversion
    subject: Subject
    recordings: tuple[Recording, ...]


def convert_observed(
    path: str,
    settings: Settings,
    options: Options,
    target: Path,
    *,
    given: Mapping[str, str],
    files: Sequence[Path],
    before: Callable[[Plan], None] = lambda _: None,
) -> Observed:
    """The project for the notebook at `path`, with recorded types and a reference for its test.

    The notebook runs, in the folder `target`; `before` is given the plan before it does. Raises NotebookError when a cell of it raises.
    """
    notebook = read(path)
    plan = sound_plan(notebook, settings)
    bare = converted_plan(plan)
    provenance = parsed_provenance(json.loads(bare.project.files[PROVENANCE]))
    flow, parameters, _ = parameters_of_notebook(notebook)
    values = checked_values(parameters, given, files)
    ready = ready_notebook(flow, parameters, values)
    subject = Subject(
        flow,
        parameters,
        ready,
        provenance,
        Path(),
        values,
        options,
        target,
        extra={"summaries": True},
    )
    before(plan)
    first = notebook_side(subject)
    if first.error is not None and not first.error.ends_well:
        raise does_not_run(
            plan,
            first,
            "it does not run",
            "mend the cell, tag it 'skip', or convert without --observe and --prove, which run it",
        )
    others = [notebook_side(subject) for _ in range((options.repeat or TIMES) - 1)]
    unstable = unstable_between(first, others, provenance, options.tolerance)
    seen = replace(
        plan,
        observed=observed_values(plan, first),
        stages=observed_flushes(plan, first),
        figures=plan.figures or bool(first.figures),
        recorded=True,
    )
    conversion = converted_plan(seen, _reference(subject, first, unstable))
    return Observed(conversion, subject, (first, *others))


def _reference(subject: Subject, recording: Recording, unstable: Unstable) -> dict[str, bytes]:
    provenance = subject.provenance
    lines = lines_of(recording, provenance.displays, provenance.package)
    figures = figure_places(recording, provenance)
    _, values, _ = job_values(subject)
    harness = {
        "package": provenance.package,
        "target": "package",
        "values": values,
        "points": [{"name": stage.name, "names": stage.names} for stage in provenance.stages],
        "results": provenance.results,
        "lifted": provenance.lifted,
        "literal": provenance.literal,
        "displays": provenance.displays,
        "seed": subject.options.seed,
    }
    return reference_files(
        recording,
        lines=[line for _, line in lines],
        figures={stage: len(places) for stage, places in figures.items()},
        unstable={
            "values": sorted(unstable.values),
            "lines": sorted(unstable.lines),
            "names": unstable.names,
        },
        tolerance={
            "rtol": subject.options.tolerance.rtol,
            "atol": subject.options.tolerance.atol,
        },
        harness=harness,
        environment={name: str(threads()) for name in THREADS},
    )


def prove_observed(observed: Observed, project: Path) -> Proof:
    """The proof of the project that was written from `observed`; only the project runs again."""
    subject = replace(observed.subject, project=project)
    other = project_side(subject).recording()
    first, *others = observed.recordings
    return judged(subject, first, other, known=others)
