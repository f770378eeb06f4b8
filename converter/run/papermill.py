"""A notebook run through papermill with checked values; its output is saved whatever happens."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from converter.errors import (
    KernelConflict,
    KernelDied,
    MemoryExceeded,
    NbshipError,
    NotebookError,
    RunStopped,
    RunTimeout,
)
from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Diagnostic, Span
from converter.model.parameter import ParameterSet
from converter.model.run_record import RunError
from converter.run.account import STATUS_OF, RunAccount, cell_times, error_of_diagnostic
from converter.run.destination import output_path, save
from converter.run.engine import Limits, Watch, execute, notebook_node
from converter.run.failed import failure, is_exit
from converter.run.html import html_of
from converter.run.kernels import FRESH, Kernels
from converter.run.kernelspecs import kernel_name
from converter.run.metrics import Gauges, Hear, metric_names
from converter.run.outcome import RunOutcome
from converter.run.prepared import Prepared, prepared
from converter.run.redact import masked_text, redacted

_SAVE_EVERY = 10.0  # seconds
_KILLED = 9

Progress = Callable[[int, int], None]


def run_notebook(
    flow: Dataflow,
    output: Path | None,
    *,
    parameters: ParameterSet,
    values: Mapping[str, object],
    cell_timeout: float | None = None,
    run_timeout: float | None = None,
    max_memory: int | None = None,
    kernel: str | None = None,
    html: bool = False,
    progress: Progress | None = None,
    kernels: Kernels = FRESH,
    hear: Hear | None = None,
    account: Callable[[RunAccount], None] | None = None,
) -> RunOutcome:
    """The run's outcome. `values` come from `checked_values`; `progress` hears (cell, cells).

    `max_memory` is in bytes; `kernels` may be a warm pool. `hear` is told of metrics as they come
    and may end the run; `account` is told how it went, whatever its end, once a cell has begun.
    Raises NotebookError for a failing cell, KernelDied, KernelConflict, MemoryExceeded, RunTimeout,
    RunStopped.
    """
    notebook = flow.program.notebook
    target = output_path(notebook, output)
    ready = prepared(flow, parameters, values)
    node = notebook_node(ready.document)
    page = target.with_suffix(".html") if html else None
    watch = Watch(time.monotonic(), Limits(cell_timeout, run_timeout, max_memory))
    chosen = kernel_name(kernel, notebook.kernel)
    last_save = watch.started
    gauges = Gauges(hear)
    trouble: NbshipError | None = None

    def on_cell(index: int) -> None:
        nonlocal last_save
        number = ready.pieces[index].number
        if progress and number:
            progress(number, len(notebook.cells))
        if time.monotonic() - last_save > _SAVE_EVERY:
            _save(node, ready, target, notebook.name, None)
            last_save = time.monotonic()

    try:
        execute(
            node,
            watch,
            kernel=chosen,
            environment={**os.environ, **ready.environment},
            folder=str(notebook.path.absolute().parent if notebook.path else Path.cwd()),
            on_cell=on_cell,
            kernels=kernels,
            gauges=gauges,
            wanted=_wanted(metric_names(flow), ready),
        )
    finally:
        if watch.ending and watch.index >= 0:
            _mark_stopped(node, watch)
        _save(node, ready, target, notebook.name, page)
        trouble = _trouble(node, watch, ready, f"see {target}, which was saved")
        seconds = time.monotonic() - watch.started
        if account and watch.index >= 0:
            account(_account(node, watch, ready, gauges, trouble, seconds))
    if trouble:
        raise trouble
    stopped = any(_raised(cell) and is_exit(cell) for cell in node.cells)
    return RunOutcome(
        target, page, _cells_run(node, watch, ready), seconds, ready.recorded, stopped
    )


def _wanted(names: Mapping[int, tuple[str, ...]], ready: Prepared) -> dict[int, tuple[str, ...]]:
    """The names to read after a cell, by its index; of a cell that was cut, after the last part."""
    code = [i for i, piece in enumerate(ready.pieces) if piece.cell["cell_type"] == "code"]
    last = {ready.pieces[index].number: index for index in code}
    last[0] = code[-1] if code else 0
    found: dict[int, tuple[str, ...]] = {}
    for number, wanted in names.items():
        index = last.get(number, last[0])
        found[index] = (*found.get(index, ()), *wanted)
    return found


def _account(
    node: Any,
    watch: Watch,
    ready: Prepared,
    gauges: Gauges,
    trouble: NbshipError | None,
    seconds: float,
) -> RunAccount:
    """How the run went."""
    place = ready.pieces[watch.index].number or None
    error = None
    match trouble:
        case NotebookError(diagnostics=(Diagnostic() as found, *_)):
            error = error_of_diagnostic(found)
        case NbshipError():
            error = RunError(type(trouble).__name__, trouble.message, place)
        case None if watch.ending == "interrupted":
            error = RunError("Interrupted", "", place)
    return RunAccount(
        status=STATUS_OF.get(watch.ending, "failed" if error else "complete"),
        seconds=round(seconds, 6),
        steps=cell_times(node.cells, ready.pieces),
        metrics=dict(gauges.values),
        history=gauges.history(),
        error=error,
    )


def _cells_run(node: Any, watch: Watch, ready: Prepared) -> int:
    """How many of the notebook's own code cells ran."""
    begun = zip(node.cells[: watch.index + 1], ready.pieces, strict=False)
    return len({piece.number for cell, piece in begun if cell.cell_type == "code"} - {0})


def _save(node: Any, ready: Prepared, target: Path, name: str, page: Path | None) -> None:
    """Write the notebook as it is now, without secrets."""
    import nbformat

    record = node.metadata.papermill
    record["input_path"] = name
    record["output_path"] = target.name
    record["parameters"] = json.loads(json.dumps(ready.recorded, default=_text))
    clean = nbformat.from_dict(redacted(node, ready.hidden))
    save(nbformat.writes(clean), target)
    if page:
        save(html_of(clean, target.stem), page)


def _text(value: object) -> object:
    return sorted(value, key=repr) if isinstance(value, set | frozenset) else str(value)


def _trouble(node: Any, watch: Watch, ready: Prepared, saved: str) -> NbshipError | None:
    """What went wrong; None too when the notebook ended itself early and well."""
    match watch.ending:
        case "timeout":
            return RunTimeout(_timeout_text(watch, ready), hint=saved)
        case "memory":
            return MemoryExceeded(_too_much(watch, ready), hint=saved)
        case "conflict":
            why = f"{_cell_words(watch, ready)}: a warm kernel cannot go on: {watch.detail}"
            return KernelConflict(why, hint=f"--engine papermill runs it; {saved}")
        case "died":
            return KernelDied(_death(watch, ready), hint=saved)
        case "stopped":
            return RunStopped(watch.detail, hint=saved)
    for cell, piece in zip(node.cells, ready.pieces, strict=True):
        if not _raised(cell) or is_exit(cell):
            continue
        found = failure(cell, piece)
        shown = Diagnostic(
            found.code,
            found.severity,
            masked_text(found.message, ready.hidden),
            found.hint,
            found.span,
        )
        return NotebookError(f"{_place(found.span)} failed", diagnostics=(shown,), hint=saved)
    return None


def _raised(cell: Any) -> bool:
    return cell.metadata.get("papermill", {}).get("exception") is True


def _place(span: Span | None) -> str:
    return f"cell {span.cell}, line {span.line}" if span else "the cell with the given values"


def _cell_words(watch: Watch, ready: Prepared) -> str:
    number = ready.pieces[watch.index].number if watch.index >= 0 else 0
    return f"cell {number}" if number else "the kernel's start"


def _timeout_text(watch: Watch, ready: Prepared) -> str:
    if watch.limits.run is None and watch.limits.cell is None:
        return f"{_cell_words(watch, ready)} ended, and the kernel did not send all its outputs"
    if watch.overran() or watch.limits.cell is None:
        where = _cell_words(watch, ready)
        return f"the run took longer than {watch.limits.run:g} s; it was stopped in {where}"
    return f"{_cell_words(watch, ready)} took longer than {watch.limits.cell:g} s"


def _too_much(watch: Watch, ready: Prepared) -> str:
    limit = (watch.limits.memory or 0) / 1e6
    return f"{_cell_words(watch, ready)} used more than {limit:,.0f} MB of memory"


def _death(watch: Watch, ready: Prepared) -> str:
    where = _cell_words(watch, ready)
    if watch.signal == _KILLED:
        return f"the kernel was killed in {where}: most likely it ran out of memory"
    how = f" (signal {watch.signal})" if watch.signal else ""
    return f"the kernel died in {where}{how}"


def _mark_stopped(node: Any, watch: Watch) -> None:
    """Say in the cell itself why the notebook ends here."""
    import nbformat

    cell = node.cells[watch.index]
    name, why = {
        "timeout": ("Timeout", "the cell or the run took too long and was stopped"),
        "died": ("KernelDied", "the kernel died while this cell ran"),
        "conflict": ("Conflict", "what the server had imported is not what this cell imports"),
        "memory": ("MemoryExceeded", "the run used more memory than it was given"),
        "stopped": ("RunStopped", watch.detail),
        "interrupted": ("Interrupted", "the run was interrupted while this cell ran"),
    }[watch.ending]
    if cell.cell_type == "code":
        error = nbformat.v4.new_output(
            "error", ename=name, evalue=why, traceback=[f"{name}: {why}"]
        )
        cell.outputs.append(error)
    cell.metadata.papermill["exception"] = True
    cell.metadata.papermill["status"] = "failed"
    node.metadata.papermill["exception"] = True
