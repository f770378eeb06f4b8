"""What a sweep or a search runs again and again: a notebook, or the project of a job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from converter.errors import InputError, NotebookError
from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Diagnostic
from converter.model.parameter import ParameterSet
from converter.model.run_record import RunKind
from converter.pipeline import parameters_in

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
    remarks: tuple[Diagnostic, ...] = ()


def subject_of(text: str) -> Subject:
    """The notebook or project at a path. Raises InputError, NotebookError."""
    if text == "-":
        hint = "save it, and name the file"
        raise InputError("many runs need a notebook that stays: not standard input", hint=hint)
    return notebook_subject(text)


def notebook_subject(text: str) -> Subject:
    """A notebook. Raises NotebookError when a cell is no Python."""
    flow, parameters, remarks = parameters_in(text)
    notebook = flow.program.notebook
    wrong = tuple(each for each in flow.program.diagnostics if each.code in NO_PYTHON)
    if any(each.severity == "error" for each in wrong):
        raise NotebookError(f"{notebook.name} is not Python", diagnostics=wrong)
    path = (notebook.path or Path(text)).absolute()
    return Subject("notebook", notebook.name, path, notebook.sha256, parameters, flow, remarks)
