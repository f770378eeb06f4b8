"""Observe: a notebook ready to run -> Recording.

The notebook runs once in a fresh kernel, in a throw-away copy of its folder, with the probe in the
kernel. Who runs it (papermill's engine) is given by the caller.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from converter.model.recording import Failure, FileUse, Output, Recording
from converter.observe.events import events_of, files_read, parts_of, writers
from converter.observe.launch import environment, kernel_code, written_settings
from converter.observe.workcopy import Workcopy, digest_of, kept_copy, working_copy
from converter.probe.context import Context

CONSOLE = '<pre style="white-space:pre;overflow-x:auto;line-height:normal;font-family:Menlo,'
"""How the HTML of rich's consoles begins."""
INTERACT = re.compile(r"\binteract(_manual)?\b")
DISPLAY = re.compile(r"\bdisplay\s*\(")

Heard = Callable[[int, str, Mapping[str, Any], bool], None]


class Engine(Protocol):
    """Runs a notebook's JSON in a folder. Raises KernelDied, RunTimeout, EnvironmentProblem."""

    def __call__(
        self,
        document: Mapping[str, Any],
        *,
        environment: Mapping[str, str],
        folder: Path,
        start: str,
        finish: str,
        heard: Heard,
    ) -> None: ...


@dataclass(frozen=True)
class Boundary:
    """A moment at which names are portrayed: after the last run of a cell."""

    name: str
    cell: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class NotebookRun:
    """All that is needed to run a notebook once and to record it.

    `numbers` and `lines` tell for each cell of `document` the original's number (0: ours) and
    lines. `environment` and `hidden` carry secrets. `above` is how many folders over the
    notebook's own it reaches. `steps` asks for one stage statement by statement. With `unshown`, what
    cells show is evaluated and not rendered.
    """

    document: Mapping[str, Any]
    numbers: tuple[int, ...]
    lines: tuple[tuple[int, ...], ...]
    name: str
    sha256: str
    folder: Path | None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)
    boundaries: tuple[Boundary, ...] = ()
    above: int = 0
    seed: int | None = None
    threads: int | None = None
    calls: tuple[str, ...] = ()
    served: tuple[Mapping[str, Any], ...] = ()
    changes: bool = False
    unshown: bool = False
    summaries: bool = False
    references: tuple[str, ...] = ()
    reference_bytes: int = 0
    steps: Mapping[str, Any] | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    prepare: Callable[[Workcopy], None] | None = None
    """Changes the copy before the run: varied data files."""


def observed(run: NotebookRun, target: Path, engine: Engine) -> Recording:
    """What the notebook did; the recording's arrays, figures and files lie in `target`.

    A cell that raises is part of the recording. The working copy is left in `target/work`.
    """
    target.mkdir(parents=True, exist_ok=True)
    work = working_copy(run.folder, target / "work", above=run.above)
    if run.prepare is not None:
        run.prepare(work)
    scratch = target / "work" / "tmp"
    folders = (
        str(work.folder),
        os.path.realpath(work.folder),
        str(target),
        os.path.realpath(target),
    )
    settings = written_settings(_settings(run, target, work, folders), target / "settings.json")
    sources = [_source(each) or "" for each in run.document["cells"]]
    expected = _expected_to_fail(run)
    context = Context(folders=folders, hidden=run.hidden)
    texts = Texts(context, run.numbers, sources, expected)
    variables = {**os.environ, **run.environment}
    try:
        engine(
            run.document,
            environment=environment(variables, scratch, threads=run.threads),
            folder=work.folder,
            start=kernel_code("start", str(settings)),
            finish=kernel_code("finish"),
            heard=texts.heard,
        )
    finally:
        settings.unlink(missing_ok=True)
    events = events_of(target)
    parts = parts_of(events, expected)
    parts["error"] = parts["error"] or texts.error
    return Recording(
        side="notebook",
        name=run.name,
        sha256=run.sha256,
        folder=target,
        parameters=run.parameters,
        seed=run.seed,
        seconds=sum(cell.seconds for cell in parts["cells"]),
        outputs=texts.outputs(),
        files=(*files_read(events), *files_written(work, events, target)),
        **parts,
    )


def _settings(
    run: NotebookRun, target: Path, work: Workcopy, folders: tuple[str, ...]
) -> dict[str, Any]:
    cells = run.document["cells"]
    pieces = [
        {"number": number, "lines": run.lines[i], "source": _source(cells[i])}
        for i, number in enumerate(run.numbers)
    ]
    return {
        "folder": str(target),
        "root": str(work.root),
        "folders": folders,
        "hidden": run.hidden,
        "pieces": pieces,
        "points": [
            {"name": each.name, "piece": place, "names": each.names}
            for each in run.boundaries
            if (place := _last_run(each.cell, pieces)) is not None
        ],
        "seed": run.seed,
        "calls": run.calls,
        "served": run.served,
        "changes": run.changes,
        "unshown": run.unshown,
        "summaries": run.summaries,
        "environment": True,
        "limits": run.limits,
        "steps": run.steps,
        "references": (
            {"names": run.references, "bytes": run.reference_bytes} if run.references else None
        ),
    }


def _expected_to_fail(run: NotebookRun) -> frozenset[int]:
    """Numbers of the cells after whose failure the notebook goes on, and a job, too."""
    return frozenset(
        number
        for number, cell in zip(run.numbers, run.document["cells"], strict=True)
        if "raises-exception" in cell.get("metadata", {}).get("tags", ())
    )


def _source(cell: Mapping[str, Any]) -> str | None:
    """The text of a cell that runs, or None."""
    text = "".join(cell["source"])
    return text if cell["cell_type"] == "code" and text.strip() else None


def _last_run(cell: int, pieces: Sequence[Mapping[str, Any]]) -> int | None:
    """The place of the last piece of `cell`, or of the nearest one before it that runs."""
    found = [i for i, piece in enumerate(pieces) if piece["source"] and 0 < piece["number"] <= cell]
    return found[-1] if found else None


class Texts:
    """Collects what cells print and show, secrets and folders masked.

    What a console of rich prints it displays in a kernel, unless a cell itself displays something: printed.
    What is within widgets that `interact` makes is shown in a browser only.
    """

    def __init__(
        self,
        context: Context,
        numbers: Sequence[int],
        sources: Sequence[str],
        expected: Collection[int] = (),
    ) -> None:
        self._expected = expected
        self._context = context
        self._numbers = numbers
        self._showing = frozenset(i for i, text in enumerate(sources) if DISPLAY.search(text))
        self._moving = frozenset(i for i, text in enumerate(sources) if INTERACT.search(text))
        self._found: list[tuple[int, Literal["stdout", "display"], str]] = []
        self.error: Failure | None = None

    def heard(self, index: int, kind: str, content: Mapping[str, Any], taken: bool) -> None:
        """Nothing; takes one message of the cell at `index`, which an output widget may have `taken`."""
        if taken and index in self._moving and kind != "error":
            return
        if kind == "stream" and content.get("name") == "stdout":
            self._printed(index, str(content["text"]))
        elif kind in ("execute_result", "display_data"):
            shown = content["data"].get("text/plain")
            if shown is None:
                return
            html = "".join(content["data"].get("text/html", ""))
            if kind == "display_data" and html.startswith(CONSOLE) and index not in self._showing:
                self._printed(index, "".join(shown))
            else:
                self._found.append((index, "display", "".join(shown)))
        elif kind == "error" and self.error is None and self._numbers[index] not in self._expected:
            message = self._context.text(str(content.get("evalue", "")))
            self.error = Failure(str(content.get("ename")), message, self._numbers[index])

    def _printed(self, index: int, text: str) -> None:
        last = self._found[-1] if self._found else None
        if last is not None and last[:2] == (index, "stdout"):
            self._found[-1] = (index, "stdout", last[2] + text)
        else:
            self._found.append((index, "stdout", text))

    def outputs(self) -> tuple[Output, ...]:
        """Everything heard, in order."""
        return tuple(
            Output(self._numbers[index], kind, self._context.text(text))
            for index, kind, text in self._found
        )


def files_written(
    work: Workcopy, events: Iterable[Mapping[str, Any]], target: Path
) -> list[FileUse]:
    """New, changed and deleted files of the copy; copies of them are kept in `target/files`."""
    by = writers(events)
    found = []
    for path, file in work.written():
        if path.endswith((".pyc", "~")) or "/__pycache__/" in path:
            continue
        if file is None:
            found.append(FileUse(path, "d", by.get(path)))
            continue
        kept = kept_copy(file, target / "files")
        size, sha256 = file.stat().st_size, digest_of(file)
        shown = os.path.relpath(file, work.root).replace(os.sep, "/")
        found.append(FileUse(path, "w", by.get(shown), True, size, sha256, kept))
    outside = sorted(path for path in by if path.startswith("/"))
    return [*found, *(FileUse(path, "w", by[path], False) for path in outside)]
