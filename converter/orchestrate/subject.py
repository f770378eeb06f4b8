"""What a sweep or a search runs again and again: a notebook, or the project of a job."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import InputError, InternalError, NotebookError
from converter.job.project import JobProject, project_at
from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Diagnostic
from converter.model.parameter import Parameter, ParameterSet
from converter.model.run_record import RunKind
from converter.pipeline import parameters_in
from converter.run.types import type_of_text

NO_PYTHON = frozenset({"NB101", "NB102", "NB103"})


@dataclass(frozen=True)
class Subject:
    """`sha256` is the digest of what is run, `flow` the notebook's own (None for a project)."""

    kind: RunKind
    name: str
    path: Path
    sha256: str
    parameters: ParameterSet
    flow: Dataflow | None = None
    project: JobProject | None = None
    remarks: tuple[Diagnostic, ...] = ()


def subject_of(text: str) -> Subject:
    """The notebook or project at a path. Raises InputError, NotebookError."""
    if text == "-":
        hint = "save it, and name the file"
        raise InputError("many runs need a notebook that stays: not standard input", hint=hint)
    path = Path(text)
    return job_subject(path) if path.is_dir() else notebook_subject(text)


def job_subject(folder: Path) -> Subject:
    """The project of a job. Raises InputError for a folder that is none."""
    project = project_at(folder.absolute())
    parameters = ParameterSet(tuple(map(_known, project.parameters.parameters)))
    return Subject("job", project.name, project.folder, project.sha256, parameters, project=project)


def _known(one: Parameter) -> Parameter:
    """The parameter; a type that only the project knows is left for the project to check."""
    try:
        type_of_text(one.annotation)
    except InternalError:
        return replace(one, annotation="Any")
    return one


def notebook_subject(text: str) -> Subject:
    """A notebook. Raises NotebookError when a cell is no Python."""
    flow, parameters, remarks = parameters_in(text)
    notebook = flow.program.notebook
    wrong = tuple(each for each in flow.program.diagnostics if each.code in NO_PYTHON)
    if any(each.severity == "error" for each in wrong):
        raise NotebookError(f"{notebook.name} is not Python", diagnostics=wrong)
    path = (notebook.path or Path(text)).absolute()
    return Subject(
        "notebook", notebook.name, path, notebook.sha256, parameters, flow, remarks=remarks
    )
