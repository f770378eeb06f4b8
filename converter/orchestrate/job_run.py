"""One run of a generated job, and the record of it: the job's own, where it wrote one."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import RunStopped
from converter.job.client import Child, JobServer
from converter.job.run_folder import FAILED, RECORD, record_in
from converter.model.run_document import plain
from converter.model.run_record import RunError, RunRecord, Status
from converter.run.memory import memory_limited
from converter.run.metrics import Gauges, Hear
from converter.run.redact import masked_text

PARAMETERS = "parameters.json"
STDOUT = "stdout.txt"
STDERR = "stderr.txt"
_POLL = 0.1
_GRACE = 6.0
"""Seconds that a job has to write down why it ends; its own limit is a little shorter."""


@dataclass(frozen=True)
class JobRun:
    """A job's run that has not begun; `folder` is its own, `workdir` where its paths start."""

    record: RunRecord
    values: Mapping[str, object]
    folder: Path
    workdir: Path
    timeout: float | None = None
    max_memory: int | None = None


@dataclass
class _Ending:
    """Why the run was stopped from outside, if it was."""

    status: Status | None = None
    why: str = ""


def run_job(run: JobRun, server: JobServer, hear: Hear | None) -> RunRecord:
    """The record of the run, whatever its end. Raises ServerLost."""
    secrets = secret_texts(run.values)
    given = {name: plain(value) for name, value in run.values.items() if name not in secrets}
    file = run.folder / PARAMETERS
    file.write_text(json.dumps(given, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (run.folder / STDOUT).touch()  # it is read while the job writes it
    words = ["run", "--output-dir", str(run.folder), "--params", str(file)]
    began = time.monotonic()
    child = server.start(
        [*words, "--workdir", str(run.workdir)],
        folder=run.folder,
        workdir=run.workdir,
        given=list(given),
        secrets=secrets,
    )
    ending = _Ending()
    gauges = Gauges(hear)
    try:
        code = _watched(run, child, gauges, ending)
    finally:
        child.end()  # what it started must not outlive it
        _mask(run.folder, list(secrets.values()))
    return _record(run, code, ending, gauges, round(time.monotonic() - began, 6))


def secret_texts(values: Mapping[str, object]) -> dict[str, str]:
    """The secrets among the values, in clear."""
    return {
        name: str(value.get_secret_value())
        for name, value in values.items()
        if hasattr(value, "get_secret_value")
    }


def _watched(run: JobRun, child: Child, gauges: Gauges, ending: _Ending) -> int:
    """The exit code of the run, which its limits or whoever hears its metrics may end."""
    began = time.monotonic()
    with ExitStack() as stack:
        if run.max_memory is not None:
            stack.enter_context(
                memory_limited(child.pid, run.max_memory, lambda: _exceeded(run, ending))
            )
        printed = stack.enter_context(
            (run.folder / STDOUT).open(encoding="utf-8", errors="replace")
        )
        while True:
            code = child.wait(_pause(run, gauges, began))
            try:
                gauges.text(printed.read())
            except RunStopped as exc:
                ending.status, ending.why = "pruned", exc.message
            if code is not None:
                gauges.cell_ended()
                return code
            if run.timeout is not None and time.monotonic() - began >= run.timeout:
                ending.status = "timeout"
                ending.why = f"the run took longer than {run.timeout:g} s"
            if ending.status in ("pruned", "timeout"):
                return _stopped(child)


def _pause(run: JobRun, gauges: Gauges, began: float) -> float | None:
    """Seconds until something has to be looked at."""
    left = None if run.timeout is None else max(0.0, began + run.timeout - time.monotonic())
    if gauges.hear is None:
        return left
    return _POLL if left is None else min(_POLL, left)


def _stopped(child: Child) -> int:
    """The exit code of a run that is asked to end, and made to where it does not."""
    child.end(signal.SIGTERM)
    code = child.wait(_GRACE)
    if code is None:
        child.end()
        code = child.wait(None)
    return -signal.SIGKILL if code is None else code


def _exceeded(run: JobRun, ending: _Ending) -> None:
    limit = (run.max_memory or 0) / 1e6
    ending.status, ending.why = "out-of-memory", f"it used more than {limit:,.0f} MB of memory"


def _mask(folder: Path, secrets: list[str]) -> None:
    """Take secrets out of what the job printed past Python's own streams."""
    for file in (folder / STDOUT, folder / STDERR) if secrets else ():
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
        masked = masked_text(text, secrets)
        if masked != text:
            file.write_text(masked, encoding="utf-8", errors="surrogateescape")


def _record(run: JobRun, code: int, ending: _Ending, gauges: Gauges, seconds: float) -> RunRecord:
    """What the job wrote down, under our id; else what its end tells."""
    files = [*run.folder.glob(f"*/{RECORD}"), *run.folder.glob(f"{FAILED}/*.json")]
    own = record_in(files[0], run.record.name) if files else None
    metrics = dict(gauges.values)
    if own is None:
        status = ending.status or ("killed" if code < 0 else "failed")
        return replace(
            run.record,
            status=status,
            seconds=seconds,
            metrics=metrics,
            history=gauges.history(),
            error=_error(run, code, ending),
        )
    error = own.error
    if ending.status is not None:
        stage = error.stage if error else ""
        error = RunError(ending.status.title().replace("-", ""), ending.why, stage=stage)
    return replace(
        run.record,
        status=ending.status or own.status,
        seconds=seconds,
        parameters={**run.record.parameters, **own.parameters},
        metrics={**metrics, **own.metrics},
        history=gauges.history(),
        steps=own.steps,
        outputs=own.outputs,
        output=own.output,
        error=error,
        python=own.python or run.record.python,
        packages=own.packages,
        git_commit=own.git_commit,
        git_dirty=own.git_dirty,
    )


def _error(run: JobRun, code: int, ending: _Ending) -> RunError:
    if ending.status is not None:
        return RunError(ending.status.title().replace("-", ""), ending.why)
    if code < 0:
        return RunError("Killed", f"the run was ended by signal {-code}")
    try:
        text = (run.folder / STDERR).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        text = ""
    last = text.splitlines()[-1][:500] if text else "no word of why"
    return RunError("Failed", f"exit code {code}: {last}")
