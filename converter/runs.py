"""Runs of a notebook and of the project made from it; `proving.py` decides which are needed."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from converter.errors import InputError, NotebookError, UsageError
from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Diagnostic, Span
from converter.model.parameter import ParameterSet
from converter.model.plan import Plan
from converter.model.proof import Provenance
from converter.model.recording import Failure, Recording
from converter.notebook_runs import (
    Options,
    engine_of,
    folders_above,
    notebook_run,
    ready_notebook,
)
from converter.observe.notebook import Boundary, observed
from converter.observe.project import ProjectRun, RunningProject
from converter.prove.provenance import provenance_of
from converter.run.prepared import Prepared

ROOM_FOR_TWO = 2 << 30
"""Bytes of free memory from which on both sides run at the same time."""
MISSING = re.compile(r"No module named '(\w+)")
# What the standard library, requests, httpx and fsspec raise where a host is not reached.
UNREACHABLE = frozenset("""
    ClientConnectorError ConnectError ConnectionError ConnectTimeout NewConnectionError URLError gaierror
    """.split())


@dataclass
class Subject:
    """A notebook and the project made from it, ready to be run any number of times."""

    flow: Dataflow
    parameters: ParameterSet
    ready: Prepared
    provenance: Provenance
    project: Path
    values: Mapping[str, object]
    options: Options
    target: Path
    runs: int = 0
    steps: Mapping[str, Any] | None = None
    prepare: Any = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def folder(self, side: str) -> Path:
        """A new folder for one run."""
        self.runs += 1
        return self.target / f"{self.runs:02d}-{side}"


def subject_of(
    path: str,
    project: Path,
    options: Options,
    target: Path,
    *,
    given: Mapping[str, str],
    files: Sequence[Path],
) -> Subject:
    """Notebook and project, checked: they belong together. Raises InputError, UsageError."""
    from converter.pipeline import parameters_in
    from converter.run.values import checked_values

    provenance = provenance_of(project)
    if not (project / "src" / provenance.package).is_dir():
        raise InputError(f"{project} has no src/{provenance.package}")
    flow, parameters, _ = parameters_in(path)
    notebook = flow.program.notebook
    if notebook.sha256 != provenance.sha256:
        raise UsageError(
            f"{project} was made from another state of {provenance.notebook}",
            hint="convert the notebook again, or give the notebook that it was made from "
            f"({project / 'notebooks'} has a copy without outputs)",
        )
    values = checked_values(parameters, given, files)
    ready = ready_notebook(flow, parameters, values)
    return Subject(flow, parameters, ready, provenance, project, values, options, target)


def notebook_side(subject: Subject) -> Recording:
    """The notebook, run once more."""
    provenance = subject.provenance
    left_out = frozenset(cell for cells in provenance.left_out.values() for cell in cells)
    last = max((cell.number for cell in subject.flow.program.cells), default=0)
    run = notebook_run(
        subject.flow,
        subject.ready,
        subject.options,
        boundaries=boundaries_of(provenance, last),
        left_out=left_out,
        silenced=provenance.silenced,
        threads=threads(),
        steps=subject.steps and subject.steps["notebook"],
        prepare=subject.prepare,
        **subject.extra,
    )
    engine = engine_of(subject.options, subject.flow.program.notebook.kernel)
    return observed(run, subject.folder("notebook"), engine)


def boundaries_of(provenance: Provenance, last: int) -> list[Boundary]:
    """Where values are looked at: the stages' ends, and the results at the end, in the cell `last`.

    A service's results are what its training leaves; what the notebook does with them afterwards,
    such as asking a model that remembers it, is no part of it.
    """
    ends = [
        Boundary(stage.name, max(stage.cells), tuple(told for _, told in stage.names))
        for stage in provenance.stages
        if stage.cells
    ]
    if provenance.target == "service":
        last = max((end.cell for end in ends), default=last)
    return [*ends, Boundary("results", last, tuple(told for _, told in provenance.results))]


def python_of(subject: Subject) -> str:
    """The interpreter that runs the project."""
    return subject.options.python or sys.executable


def project_side(
    subject: Subject, *, running: type[RunningProject] = RunningProject
) -> RunningProject:
    """The project, started once more."""
    provenance = subject.provenance
    notebook = subject.flow.program.notebook
    arguments, values, environment = job_values(subject)
    run = ProjectRun(
        source=(subject.project / "src").resolve(),
        package=provenance.package,
        target=provenance.target,
        python=python_of(subject),
        name=notebook.name,
        sha256=notebook.sha256,
        folder=notebook.path.resolve().parent if notebook.path else None,
        points={stage.name: stage.names for stage in provenance.stages},
        results=provenance.results,
        lifted=provenance.lifted,
        literal=provenance.literal,
        displays=provenance.displays,
        arguments=arguments,
        values=values,
        environment={**subject.ready.environment, **environment},
        hidden=subject.ready.hidden,
        above=folders_above(subject.flow),
        seed=subject.options.seed,
        threads=threads(),
        timeout=subject.options.timeout,
        steps=subject.steps and subject.steps["project"],
        prepare=subject.prepare,
    )
    return running(run, subject.folder("project"))


def without_copies(*recordings: Recording) -> None:
    """Nothing; the working copies of runs are gone, what was recorded of them stays."""
    for recording in recordings:
        shutil.rmtree(recording.folder / "work", ignore_errors=True)


def threads() -> int:
    """Threads of numeric libraries on either side: few, so that sums add up the same way."""
    return 1


def job_values(subject: Subject) -> tuple[tuple[str, ...], dict[str, Any], dict[str, str]]:
    """(arguments of the job, values of a package, variables with secrets)."""
    prefix = subject.provenance.package.upper() + "_"
    secret = {one.name for one in subject.parameters.parameters if one.secret}
    fields = {one.name: one.field for one in subject.parameters.parameters}
    arguments: list[str] = []
    values: dict[str, Any] = {}
    environment: dict[str, str] = {}
    for name, value in subject.values.items():
        reveal = getattr(value, "get_secret_value", None)
        plain = reveal() if reveal else value
        if plain is None:
            continue
        if name in secret:
            environment[prefix + name] = str(plain)
            continue
        values[fields[name]] = plain
        arguments += ["-p", name, _text(plain)]
    return tuple(arguments), values, environment


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict | tuple | set | frozenset):
        plain = sorted(value, key=repr) if isinstance(value, set | frozenset) else value
        return json.dumps(plain, default=str)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def both_sides(subject: Subject) -> tuple[Recording, Recording]:
    """Notebook and project, run at the same time where memory allows."""
    if _free_memory() < ROOM_FOR_TWO:
        return notebook_side(subject), project_side(subject).recording()
    running = project_side(subject)
    try:
        notebook = notebook_side(subject)
    except BaseException:
        running.stop()
        raise
    return notebook, running.recording()


def _free_memory() -> int:
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return ROOM_FOR_TWO
    found = re.search(r"^MemAvailable:\s+(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) << 10 if found else ROOM_FOR_TWO


def does_not_run(plan: Plan, recording: Recording, why: str, hint: str) -> NotebookError:
    """The refusal of a notebook that ends in an error of its own."""
    error = recording.error
    assert error is not None
    span = Span(error.cell, error.line or 1) if error.cell else None
    remark = Diagnostic("NB701", "error", f"{error.type}: {error.message}", "", span)
    name = plan.dataflow.program.notebook.name
    told = f"{name} was not converted: {why}"
    return NotebookError(told, diagnostics=(remark,), hint=_remedy(error) or hint)


def _remedy(error: Failure) -> str:
    """What helps where the cell itself is not wrong, but lacks a module or the network; else nothing."""
    missing = MISSING.search(error.message) if error.type == "ModuleNotFoundError" else None
    if missing is not None:
        module = missing[1]
        return f"install what has '{module}' in it where the kernel runs, or put {module}.py beside the notebook"
    if error.type.rpartition(".")[2] in UNREACHABLE:
        return "it reads what cannot be reached from here: keep a copy beside the notebook, and read that"
    return ""
