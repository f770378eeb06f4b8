"""The notebook's side: a recording of what its cells do, by IPython's own events."""

from __future__ import annotations

import json
import linecache
import os
import sys
import time
from pathlib import Path
from typing import Any

from .calls import Calls
from .changes import Changes
from .figures import is_inline, open_figures, watch_notebook
from .served import Served
from .session import Session
from .steps import NotebookSteps
from .versions import environment

NAME = "_nbship_probe"


class Kernel:
    """Watches one kernel; `pieces` are the cells that will run, in order."""

    def __init__(self, shell: Any, settings: dict[str, Any]) -> None:
        self.shell = shell
        self.session = Session(settings)
        self.pieces = settings["pieces"]
        self.points: dict[int, list[Any]] = {}
        for point in settings.get("points", ()):
            self.points.setdefault(point["piece"], []).append(point)
        self.index = -1
        self.depth = 0
        self.started = 0.0
        self.sources: dict[str, int] = {}
        self.modules = set(sys.modules)
        wanted = settings.get("served", ())
        self.served = Served(self.session, wanted) if wanted else None
        self.calls = Calls(self.session, settings.get("calls", ()), shell, self.served)
        self.changes = Changes(self.session) if settings.get("changes") else None
        self.steps = NotebookSteps(self, settings["steps"]) if settings.get("steps") else None
        if settings.get("unshown"):  # neither at the end of a cell nor by display()
            shell.display_formatter.format = lambda *_, **__: ({}, {})
        watch_notebook(self.session.show)
        shell.events.register("pre_run_cell", self._guarded(self.before))
        shell.events.register("post_run_cell", self._guarded(self.after))

    def _guarded(self, action: Any) -> Any:
        def callback(*details: Any) -> None:
            try:
                action(*details)
            except Exception as error:  # ours; the notebook goes on as if nobody looked
                self.session.event("trouble", why=f"{type(error).__name__}: {error}"[:500])

        return callback

    def before(self, info: Any) -> None:
        """Nothing; a cell begins (or one cell runs another)."""
        self.depth += 1
        if self.depth > 1:
            return
        self.index = self._found(str(info.raw_cell))
        piece = self.pieces[self.index] if self.index >= 0 else {"number": 0}
        self.session.place = piece["number"]
        self.sources[self.shell.transform_cell(info.raw_cell)] = self.index
        self.session.event("cell", piece=self.index)
        if self.changes:
            self.changes.before(self.shell.user_ns, str(info.raw_cell))
        if self.steps:
            self.steps.before(self.index)
        self.session.files.listening = True
        self.started = time.perf_counter()

    def _found(self, source: str) -> int:
        """The piece that runs: the next one with this source."""
        for index in range(self.index + 1, len(self.pieces)):
            if self.pieces[index]["source"] == source:
                return index
        return -1

    def after(self, result: Any) -> None:
        """Nothing; a cell ended: snapshots are taken where they are asked for."""
        self.depth = max(0, self.depth - 1)
        if self.depth:
            return
        seconds = time.perf_counter() - self.started
        self.session.files.listening = False
        if not is_inline():
            self.session.show(open_figures(), changed=True)
        error = getattr(result, "error_before_exec", None) or getattr(result, "error_in_exec", None)
        told = self.session.error(error, self._place(error)) if error is not None else None
        if self.steps:
            self.steps.after(self.index, ended_well=error is None)
        changed = self.changes.after(self.shell.user_ns) if self.changes else {}
        self.session.event(
            "cell-end", piece=self.index, seconds=seconds, error=told, changed=changed
        )
        self.calls.watch_classes()
        if error is None:
            for point in self.points.pop(self.index, ()):
                wanted = [(name, name) for name in point["names"]]
                self.session.point(point["name"], self.shell.user_ns, wanted)

    def _place(self, error: BaseException) -> tuple[int, int] | None:
        """Cell and line of the deepest of the notebook's own lines in a traceback."""
        found = None
        trace = error.__traceback__
        while trace is not None:
            index = self._piece_of(trace.tb_frame)
            if index is not None and index >= 0:
                found = self._line_of(index, trace.tb_lineno)
            trace = trace.tb_next
        if found is None and isinstance(error, SyntaxError) and self.index >= 0:
            return self._line_of(self.index, error.lineno or 1)
        return found

    def _piece_of(self, frame: Any) -> int | None:
        if frame.f_globals is not self.shell.user_ns:
            return None
        kept = linecache.cache.get(frame.f_code.co_filename)
        if kept is None or len(kept) < 3:
            return None
        text = "".join(kept[2])
        known = self.sources.get(text)
        return known if known is not None else self.sources.get(text.rstrip("\n"))

    def _line_of(self, index: int, line: int) -> tuple[int, int]:
        piece = self.pieces[index]
        lines = piece.get("lines") or ()
        return piece["number"], lines[line - 1] if 0 < line <= len(lines) else line

    def finish(self) -> None:
        """Nothing; notes what is known only at the end."""
        self.session.place = None
        self.session.files.listening = False
        self.calls.end()
        if self.served:
            self.served.end(self.shell.user_ns)
        if self.session.settings.get("references"):
            from .references import keep

            keep(self.session, self.shell.user_ns, self.session.settings["references"])
        if self.session.settings.get("environment"):
            self.session.event("environment", **environment(self.modules))
        self.session.flush()
        self.session.event("end")


def start(path: str) -> None:
    """Nothing; the kernel that this runs in is watched from here on. The settings are removed."""
    from IPython import get_ipython

    file = Path(path)
    settings = json.loads(file.read_text(encoding="utf-8"))
    os.unlink(path)
    module: Any = sys.modules[__package__ or NAME]
    module.kernel = Kernel(get_ipython(), settings)


def finish() -> None:
    """Nothing; the recording is complete."""
    module: Any = sys.modules[__package__ or NAME]
    watched = getattr(module, "kernel", None)
    if isinstance(watched, Kernel):
        watched._guarded(watched.finish)()
