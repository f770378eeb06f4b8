"""The order of the rooms for `observe`: the notebook is planned, run once with the probe, kept."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from converter.errors import NotebookError, TargetError
from converter.model.plan import Plan
from converter.model.recording import Recording
from converter.model.settings import Settings
from converter.notebook_runs import (
    Options,
    engine_of,
    notebook_run,
    ready_notebook,
    scratch_folder,
)
from converter.observe.notebook import Boundary, observed
from converter.observe.storage import save_recording
from converter.pipeline import parameters_in, plan_of
from converter.run.values import checked_values
from converter.scaffold.boundaries import stages_document

LIMITS = {"array_bytes": 1 << 20, "total_bytes": 64 << 20}
REFERENCE_BYTES = 64 << 20
END = "end"


def observe(
    path: str,
    output: Path,
    options: Options,
    *,
    given: Mapping[str, str],
    files: Sequence[Path],
    calls: Sequence[str] = (),
) -> Recording:
    """The recording of one run of the notebook, in the new folder `output`.

    A cell that raises is part of it. Raises KernelDied, RunTimeout; then nothing is written.
    """
    if output.exists():
        raise TargetError(f"{output} is there already", hint="name a new folder with -o")
    flow, parameters, _ = parameters_in(path)
    ready = ready_notebook(flow, parameters, checked_values(parameters, given, files))
    output.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        with scratch_folder() as folder:
            boundaries = _boundaries(path)
            names = boundaries[-1].names if boundaries else ()
            run = notebook_run(
                flow,
                ready,
                options,
                boundaries=boundaries,
                calls=tuple(calls),
                changes=True,
                summaries=True,
                references=names,
                reference_bytes=REFERENCE_BYTES,
                limits=LIMITS,
            )
            engine = engine_of(options, flow.program.notebook.kernel)
            recording = observed(run, folder / "run", engine)
            save_recording(recording, part / "recording")
            os.rename(part / "recording", output)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return recording


def _boundaries(path: str) -> list[Boundary]:
    """Where stages of the notebook end, and its own end with all its names."""
    try:
        plan = plan_of(path, Settings())
    except NotebookError:
        return []
    found = stage_boundaries(plan)
    last = max((cell.number for cell in plan.dataflow.program.cells), default=0)
    names = {
        name for each in plan.dataflow.statements for name in each.binds if not name.startswith("_")
    }
    own = dict(plan.renamed)
    told = sorted({own.get(name, name) for name in names} - _imported(plan))
    return [*found, Boundary(END, last, tuple(told))]


def _imported(plan: Plan) -> set[str]:
    return {name for line in plan.imports for name in line.names}


def stage_boundaries(plan: Plan) -> list[Boundary]:
    """The end of each stage with the names that are good there, as the notebook calls them."""
    found = []
    for stage in stages_document(plan):
        cells, names = stage["cells"], stage["names"]
        assert isinstance(cells, list) and isinstance(names, list)
        if cells:
            told = tuple(told for _, told in names)
            found.append(Boundary(str(stage["name"]), max(cells), told))
    return found
