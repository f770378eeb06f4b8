"""The order of the rooms for a service: planned, the notebook run once, its functions' calls made a schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import NotebookError
from converter.model.diagnostic import Diagnostic
from converter.model.plan import Plan
from converter.model.project import PROVENANCE
from converter.model.proof import Proof
from converter.model.recording import Recording
from converter.model.settings import Settings
from converter.notebook_runs import Options, ready_notebook
from converter.pipeline import (
    Conversion,
    converted_plan,
    parameters_of_notebook,
    plan_notebook,
    read,
    sound_plan,
)
from converter.plan.endpoints import Seen, endpoints_of
from converter.plan.observed import observed_values
from converter.plan.service import checked, profile_of, service_of, wanted_of
from converter.prove.provenance import parsed_provenance, provenance_of
from converter.proving import judged
from converter.proving_service import seeded, with_answers, with_made_functions
from converter.run.values import checked_values
from converter.runs import Subject, does_not_run, notebook_side, project_side

UNASKED = frozenset({"named", "uses a model"})
"""How functions are served that nobody asked for."""


@dataclass(frozen=True)
class Served:
    """A conversion to a service, and what proving it needs further."""

    conversion: Conversion
    subject: Subject
    recording: Recording


def convert_served(
    path: str,
    settings: Settings,
    options: Options,
    target: Path,
    *,
    given: Mapping[str, str],
    files: Sequence[Path],
    before: Callable[[Plan], None] = lambda _: None,
) -> Served:
    """The service for the notebook at `path`, which runs once, in the folder `target`.

    `before` is given the plan when there is nothing against it, and before the notebook runs.
    Raises NotebookError when a cell of it raises, or when what is served has no schema.
    """
    options = seeded(options)
    notebook = read(path)
    first = sound_plan(notebook, settings)
    flow, parameters, _ = parameters_of_notebook(notebook)
    values = checked_values(parameters, given, files)
    ready = with_made_functions(ready_notebook(flow, parameters, values), first)
    bare = converted_plan(replace(first, settings=replace(settings, target="package")))
    provenance = parsed_provenance(json.loads(bare.project.files[PROVENANCE]))
    extra = {"summaries": True, "served": wanted_of(first)}
    subject = Subject(
        flow, parameters, ready, provenance, Path(), values, options, target, extra=extra
    )
    before(first)
    recording = notebook_side(subject)
    if recording.error is not None:
        raise does_not_run(
            first,
            recording,
            "it does not run, and a service has to see its rows",
            "mend the cell; `nbship run` shows the notebook's own output",
        )
    wrong = tuple(checked(first, recording.checked))
    if wrong:
        raise NotebookError(f"{notebook.name} was not converted", diagnostics=wrong)
    seen = seen_in(recording)
    settings, remarks = those_that_answer(first, seen, settings)
    if remarks:
        first = sound_plan(notebook, settings)
        subject = replace(subject, extra={**extra, "served": wanted_of(first)})
    plan = planned_service(notebook_plan(first, seen, notebook, settings), seen, recording)
    plan = replace(plan, diagnostics=(*plan.diagnostics, *remarks))
    assert plan.service is not None and options.seed is not None
    plan = replace(plan, service=replace(plan.service, seed=options.seed))
    return Served(converted_plan(plan), subject, recording)


def prove_served(served: Served, project: Path) -> Proof:
    """The proof of the service that was written: its training, and its answers over HTTP."""
    provenance = provenance_of(project)
    subject = replace(served.subject, project=project, provenance=provenance)
    notebook = notebook_side(subject)
    proof = judged(subject, notebook, project_side(subject).recording())
    return with_answers(proof, subject, notebook)


def seen_in(recording: Recording) -> Seen:
    """What the recording tells of served functions."""
    types = {
        name: dict(zip(recording.frames[name], kinds, strict=True))
        for name, kinds in recording.frame_types.items()
    }
    return Seen(
        recording.served,
        types,
        recording.needless,
        recording.idle,
        recording.fractional,
        recording.unstorable,
        recording.unsteady,
    )


def those_that_answer(
    first: Plan, seen: Seen, settings: Settings
) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Settings that serve those functions alone whose calls make a schema, and warnings for the others.

    Where somebody asked for one of the others, or none is left, it is the settings as they are.
    """
    assert first.split is not None
    statements = {each.order: each for each in first.dataflow.statements}
    definitions = {each.name: each for each in first.definitions}
    endpoints, troubles = endpoints_of(first.split, definitions, statements, seen)
    asked_for = settings.serve or any(s.how not in UNASKED for s in first.split.served)
    if asked_for or not (endpoints and troubles):
        return settings, ()
    served = tuple(each.function for each in endpoints)
    warnings = tuple(replace(each, severity="warning") for each in troubles)
    return replace(settings, serve=served), warnings


def notebook_plan(first: Plan, seen: Seen, notebook: object, settings: Settings) -> Plan:
    """The plan with the frame of training's rows among the results, where there is one."""
    from converter.model.notebook import Notebook

    assert isinstance(notebook, Notebook) and first.split is not None
    statements = {each.order: each for each in first.dataflow.statements}
    definitions = {each.name: each for each in first.definitions}
    endpoints, _ = endpoints_of(first.split, definitions, statements, seen)
    profile = profile_of(first, endpoints, seen)
    return plan_notebook(notebook, settings, profile=profile)


def planned_service(plan: Plan, seen: Seen, recording: Recording) -> Plan:
    """The plan with its service. Raises NotebookError when the schema cannot be told."""
    known = replace(plan, observed=observed_values(plan, recording))
    service, remarks = service_of(known, seen, known.profile)
    diagnostics = (*known.diagnostics, *remarks)
    if service is None:
        name = plan.dataflow.program.notebook.name
        raise NotebookError(f"{name} was not converted", diagnostics=diagnostics)
    return replace(known, service=service, diagnostics=diagnostics)
