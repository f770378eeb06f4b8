"""One run of a notebook, and the record of it, whatever its end."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from converter.errors import InternalError, NbshipError
from converter.model.dataflow import Dataflow
from converter.model.parameter import Parameter, ParameterSet
from converter.model.run_document import plain
from converter.model.run_record import OutputFile, Plain, RunError, RunRecord
from converter.orchestrate.recorder import Recorder
from converter.orchestrate.surroundings import Surroundings, new_id, surroundings_of
from converter.plan.secrets import holds_secret
from converter.run.account import RunAccount
from converter.run.kernels import FRESH, Kernels
from converter.run.kernelspecs import kernel_name, kernel_python
from converter.run.metrics import Hear
from converter.run.outcome import RunOutcome
from converter.run.papermill import Progress, run_notebook
from converter.run.redact import MASK


@dataclass(frozen=True)
class NotebookRun:
    """All that a run of a notebook is asked to do. `engine` is the record's word for `kernels`."""

    flow: Dataflow
    parameters: ParameterSet
    values: Mapping[str, object]
    target: Path
    cell_timeout: float | None = None
    timeout: float | None = None
    max_memory: int | None = None
    kernel: str | None = None
    html: bool = False
    engine: str = "papermill"
    kernels: Kernels = field(default=FRESH, compare=False)


def begun(run: NotebookRun, place: Surroundings, **more: object) -> RunRecord:
    """The record of a run that starts now; `more` are fields such as `tags` and `sweep`."""
    notebook = run.flow.program.notebook
    now = time.time()
    known: dict[str, object] = {
        "id": new_id(now),
        "kind": "notebook",
        "name": notebook.name,
        "status": "running",
        "started": now,
        "source": str(notebook.path.absolute()) if notebook.path else "",
        "sha256": notebook.sha256,
        "parameters": known_values(run.parameters, run.values),
        "output": str(run.target),
        "engine": run.engine,
        "host": place.host,
        "pid": place.pid,
        "python": place.python,
        "packages": place.packages,
        "git_commit": place.git_commit,
        "git_dirty": place.git_dirty,
        **more,
    }
    return RunRecord(**known)  # type: ignore[arg-type]


def known_values(parameters: ParameterSet, values: Mapping[str, object]) -> dict[str, Plain]:
    """Every parameter's value in the run, given or by default; no secret is among them."""
    return {
        one.name: _shown(one, values.get(one.name, one.value))
        for one in parameters.parameters
        if one.name in values or (one.default is not None and not one.secret)
    }


def _shown(one: Parameter, value: object) -> Plain:
    return MASK if one.secret or holds_secret(value) else plain(value)


def place_of(run: NotebookRun) -> Surroundings:
    """Where the run takes place."""
    notebook = run.flow.program.notebook
    folder = notebook.path.absolute().parent if notebook.path else Path.cwd()
    return surroundings_of(folder, kernel_python(kernel_name(run.kernel, notebook.kernel)))


def begin_imports(kernels: Kernels, flow: Dataflow, kernel: str | None) -> None:
    """Have the notebook's imports made, where kernels are kept warm, while we make our own."""
    notebook = flow.program.notebook
    sources = [cell.source for cell in notebook.cells if cell.kind == "code"]
    name = kernel_name(kernel, notebook.kernel)
    kernels.ahead(sources, kernel=name, environment=os.environ)


def recorded(
    run: NotebookRun, recorder: Recorder, *, tags: tuple[str, ...], progress: Progress | None
) -> RunOutcome:
    """The outcome of the run, whose record goes to `recorder`. Raises as `run_notebook` does."""
    begin_imports(run.kernels, run.flow, run.kernel)
    record = begun(run, place_of(run), tags=tags)
    recorder.put(record)
    told: list[RunAccount] = []
    outcome: RunOutcome | None = None
    trouble: NbshipError | None = None
    try:
        outcome = executed(run, told.append, progress=progress)
    except NbshipError as exc:
        trouble = exc
        raise
    finally:
        recorder.put(ended(record, told, trouble, outcome))
    return outcome


def executed(
    run: NotebookRun,
    account: Callable[[RunAccount], None],
    *,
    hear: Hear | None = None,
    progress: Progress | None = None,
) -> RunOutcome:
    """The outcome of the run. Raises as `run_notebook` does."""
    return run_notebook(
        run.flow,
        run.target,
        parameters=run.parameters,
        values=run.values,
        cell_timeout=run.cell_timeout,
        run_timeout=run.timeout,
        max_memory=run.max_memory,
        kernel=run.kernel,
        html=run.html,
        progress=progress,
        kernels=run.kernels,
        hear=hear,
        account=account,
    )


def ended(
    record: RunRecord,
    told: list[RunAccount],
    trouble: NbshipError | None,
    outcome: RunOutcome | None,
) -> RunRecord:
    """The record of a run that has ended: as its account says, else as the error does."""
    files = [Path(record.output)] + ([outcome.html] if outcome and outcome.html else [])
    outputs = tuple(file for path in files if (file := output_file(path)))
    if told:
        found = told[-1]
        return replace(
            record,
            status=found.status,
            seconds=found.seconds,
            steps=found.steps,
            metrics=found.metrics or {},
            history=found.history,
            error=found.error,
            outputs=outputs,
        )
    if trouble is None and outcome is not None:
        raise InternalError("a run without an account")
    error = RunError(type(trouble).__name__, trouble.message) if trouble else None
    return replace(
        record,
        status="failed" if trouble else "interrupted",
        seconds=round(time.time() - record.started, 6),
        error=error or RunError("Interrupted", ""),
    )


def output_file(path: Path) -> OutputFile | None:
    """The file with its size and digest; None where it is not."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return OutputFile(str(path), len(content), hashlib.sha256(content).hexdigest())
