"""One run of a notebook, from the rooms that read, prepare and execute it."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from converter.errors import KernelDied, RunTimeout, TargetError
from converter.model.dataflow import Dataflow
from converter.model.parameter import ParameterSet
from converter.model.program import Program
from converter.model.proof import Silenced, Tolerance
from converter.observe.notebook import Boundary, Engine, Heard, NotebookRun
from converter.rewrite.web_apps import without_servers
from converter.run.engine import Hooks, Limits, Watch, execute, notebook_node
from converter.run.kernelspecs import kernel_name
from converter.run.prepared import Prepared, prepared

ABOVE = re.compile(r"(?<![.\w])(?:\.\.[/\\]+)*\.\.(?![.\w])")
"""`..`, `../..`: not an ellipsis."""


@dataclass(frozen=True)
class Options:
    """How notebook and project are run."""

    python: str = ""
    kernel: str | None = None
    cell_timeout: float | None = None
    timeout: float | None = None
    seed: int | None = None
    repeat: int = 0
    tolerance: Tolerance = Tolerance()
    variations: int = 0
    kinds: tuple[str, ...] = ()


def engine_of(options: Options, own_kernel: str) -> Engine:
    """Papermill's engine as the observing room wants it."""

    def run(
        document: Mapping[str, Any],
        *,
        environment: Mapping[str, str],
        folder: Path,
        start: str,
        finish: str,
        heard: Heard,
    ) -> None:
        node = notebook_node(document)
        watch = Watch(time.monotonic(), Limits(options.cell_timeout, options.timeout))
        execute(
            node,
            watch,
            kernel=kernel_name(options.kernel, own_kernel),
            environment=environment,
            folder=str(folder),
            on_cell=lambda index: None,
            hooks=Hooks(start=start, finish=finish, python=options.python, heard=heard),
        )
        if watch.ending == "died":
            raise KernelDied(f"the kernel died in the run of the notebook ({_cell(watch, node)})")
        if watch.ending == "timeout":
            raise RunTimeout(f"the notebook took too long ({_cell(watch, node)})")

    return run


def _cell(watch: Watch, node: Any) -> str:
    return f"cell {watch.index + 1} of {len(node.cells)}" if watch.index >= 0 else "its start"


def ready_notebook(
    flow: Dataflow, parameters: ParameterSet, values: Mapping[str, object]
) -> Prepared:
    """The notebook with `values` in it; as it stands where there are none, but without what would wait for ever."""
    from converter.run.cells import Piece

    ready = prepared(flow, parameters, values)
    if not values:
        document = json.loads(flow.program.notebook.text)
        pieces = tuple(Piece(cell, number) for number, cell in enumerate(document["cells"], 1))
        ready = replace(ready, document=document, pieces=pieces)
    return _without_servers(ready, flow.program)


def _without_servers(ready: Prepared, program: Program) -> Prepared:
    """The notebook without what starts a server, as projects are; a cell with magics stays as it is."""
    cells = zip(program.cells, without_servers(program).cells, strict=True)
    texts = {old.number: (old.code, new.code) for old, new in cells if old.code != new.code}
    if not texts:
        return ready
    pieces = tuple(
        (
            replace(piece, cell={**piece.cell, "source": texts[piece.number][1]})
            if piece.number in texts and "".join(piece.cell["source"]) == texts[piece.number][0]
            else piece
        )
        for piece in ready.pieces
    )
    document = {**ready.document, "cells": [piece.cell for piece in pieces]}
    return replace(ready, document=document, pieces=pieces)


def notebook_run(
    flow: Dataflow,
    ready: Prepared,
    options: Options,
    *,
    boundaries: Sequence[Boundary] = (),
    left_out: frozenset[int] = frozenset(),
    silenced: Sequence[Silenced] = (),
    **more: Any,
) -> NotebookRun:
    """The run of a notebook, without the cells `left_out` and the magics `silenced`."""
    notebook = flow.program.notebook
    kept = [piece for piece in ready.pieces if piece.number not in left_out]
    cells = [_silenced(piece.cell, piece.number, silenced) for piece in kept]
    return NotebookRun(
        document={**ready.document, "cells": cells},
        numbers=tuple(piece.number for piece in kept),
        lines=tuple(piece.lines for piece in kept),
        name=notebook.name,
        sha256=notebook.sha256,
        folder=notebook.path.resolve().parent if notebook.path else None,
        parameters=ready.recorded,
        environment=ready.environment,
        hidden=ready.hidden,
        boundaries=tuple(boundaries),
        above=folders_above(flow),
        seed=options.seed,
        **more,
    )


def _silenced(cell: Mapping[str, Any], number: int, silenced: Sequence[Silenced]) -> dict[str, Any]:
    """The cell without the magics that the project leaves out, among them all installations.

    Of one that runs code, as profilers do, the code is left.
    """
    code = {text: instead for where, text, instead in silenced if where == number}
    lines = "".join(cell["source"]).split("\n")
    kept = [
        _without(line, code[text]) if (text := line.strip()) in code else line for line in lines
    ]
    if kept == lines:
        return dict(cell)
    if kept[0] != lines[0] and lines[0].startswith("%%"):
        kept.append("None")  # what a profiler's code gives is not shown
    return {**cell, "source": "\n".join(kept).splitlines(keepends=True)}


def _without(line: str, instead: str | None) -> str:
    magic = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if magic.startswith("%%"):
        return line if instead is None else f"# {magic}"
    return f"{indent}{instead or 'pass'};  # {magic}"


def folders_above(flow: Dataflow) -> int:
    """How many folders over its own the notebook's code names (`../data`), at most three."""
    text = "\n".join(statement.text for statement in flow.statements)
    dots: list[int] = [str(found).count("..") for found in ABOVE.findall(text)]
    parents = [len(found) // 7 for found in re.findall(r"(?:\.parent\b)+", text)]
    parents += [int(n) + 1 for n in re.findall(r"\.parents\[(\d)\]", text)]
    parents += [1] * bool(re.search(r"dirname\(|pardir", text))
    return min(3, max([0, *dots, *parents]))


def new_folder(folder: Path) -> Path:
    """The whole path of `folder`, made now. Raises TargetError when something is there already."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError as exc:
        if not folder.is_dir() or any(folder.iterdir()):
            raise TargetError(f"{folder} is there already", hint="name a new folder") from exc
    except OSError as exc:
        raise TargetError(f"{folder}: {exc.strerror}") from exc
    return folder.resolve()


@contextmanager
def scratch_folder(keep: Path | None = None) -> Iterator[Path]:
    """A folder for runs that goes away with what is in it."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    folder = Path(tempfile.mkdtemp(prefix="nbship-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
