"""One stage statement by statement, on either side: what its names are after each."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Mapping
from typing import Any

MOST_STEPS = 2_000


class Steps:
    """Notes the names that statements touch, by the statement's cell and line."""

    def __init__(self, session: Any, settings: Mapping[str, Any]) -> None:
        self.session = session
        self.names = {
            (each["cell"], each["line"]): each["names"] for each in settings["statements"]
        }
        self.count = 0

    def note(self, place: tuple[int, int], values: Mapping[str, Any], text: str, line: int) -> None:
        """Nothing; the statement at `place` (cell, line) has ended; `line` is that of its own file."""
        self.count += 1
        if self.count > MOST_STEPS:
            return
        painter = self.session.painter
        painter.moment()
        nodes = {
            told: painter.portrait(values[own])
            for own, told in self.names.get(place, ())
            if own in values
        }
        self.session.flush()
        self.session.event(
            "step",
            cell=place[0],
            line=place[1],
            own=line,
            values=nodes,
            text=self.session.context.text(text),
        )


class NotebookSteps:
    """The notebook's side: a call of ours stands between the statements of the chosen cells."""

    def __init__(self, kernel: Any, settings: Mapping[str, Any]) -> None:
        self.steps = Steps(kernel.session, settings)
        self.cells = frozenset(settings["cells"])
        self.kernel = kernel
        self.pending: tuple[int, int] | None = None
        self.written: list[str] = []
        module: Any = sys.modules[__package__ or ""]
        module.step = self.step
        kernel.shell.ast_transformers.append(_Stepping(self))

    def before(self, index: int) -> None:
        """Nothing; a cell begins."""
        self.pending = None
        self.written = []
        if index >= 0 and self.current() in self.cells:
            self._listen(sys.stdout)

    def _listen(self, stream: Any) -> None:
        plain = type(stream).write

        def write(text: str) -> Any:
            self.written.append(text)
            return plain(stream, text)

        stream.write = write

    def current(self) -> int:
        """The number of the cell that runs."""
        pieces, index = self.kernel.pieces, self.kernel.index
        return int(pieces[index]["number"]) if index >= 0 else 0

    def step(self, line: int) -> None:
        """Nothing; the statement at `line` of the running cell is about to run."""
        self._end()
        self.pending = self.kernel._line_of(self.kernel.index, line)

    def _end(self) -> None:
        if self.pending is not None:
            text, self.written = "".join(self.written), []
            self.steps.note(self.pending, self.kernel.shell.user_ns, text, self.pending[1])
        self.pending = None

    def after(self, index: int, *, ended_well: bool) -> None:
        """Nothing; a cell ended, and with it its last statement."""
        if ended_well:
            self._end()
        self.pending = None


class _Stepping(ast.NodeTransformer):
    def __init__(self, steps: NotebookSteps) -> None:
        self.steps = steps
        self._call = f"__import__('sys').modules[{(__package__ or '')!r}].step"

    def visit_Module(self, node: ast.Module) -> ast.Module:
        if self.steps.kernel.depth != 1 or self.steps.current() not in self.steps.cells:
            return node
        body: list[ast.stmt] = []
        for statement in node.body:
            for call in ast.parse(f"{self._call}({statement.lineno})").body:
                for part in ast.walk(call):
                    if hasattr(part, "lineno"):
                        ast.copy_location(part, statement)
                body.append(call)
            body.append(statement)
        node.body = body
        return node


class ProjectSteps:
    """The project's side: a trace of the lines of one stage function."""

    def __init__(self, session: Any, settings: Mapping[str, Any], text: Any) -> None:
        self.steps = Steps(session, settings)
        self.function = settings["function"]
        self.file = os.path.realpath(settings["file"])
        self.spans = _spans(self.file, self.function, settings["origins"])
        self.is_global = bool(settings.get("is_global"))
        self._text = text
        self._mark = 0
        self._current: tuple[int, int, int, int] | None = None

    def begin(self) -> None:
        """Nothing; the stage function is about to be called."""
        self._mark = self._text()
        sys.settrace(self._called)

    def end(self) -> None:
        """Nothing; the stage has ended."""
        sys.settrace(None)

    def _called(self, frame: Any, event: str, detail: Any) -> Any:
        code = frame.f_code
        if code.co_name == self.function and os.path.realpath(code.co_filename) == self.file:
            return self._line
        return None

    def _line(self, frame: Any, event: str, detail: Any) -> Any:
        if event == "exception":
            return self._line
        if event == "return":
            self._finished(frame)
            self._current = None
            return self._line
        found = next((span for span in self.spans if span[0] <= frame.f_lineno <= span[1]), None)
        if found != self._current:
            self._finished(frame)
            self._current = found
        return self._line

    def _finished(self, frame: Any) -> None:
        if self._current is None or self._current[2] < 0:
            return
        start, _, cell, line = self._current
        end = self._text()
        text, self._mark = self._text(self._mark, end), end
        values = frame.f_globals if self.is_global else frame.f_locals
        self.steps.note((cell, line), values, text, start)


def _spans(file: str, function: str, origins: list[list[int]]) -> list[tuple[int, int, int, int]]:
    """(first line, last line, cell, line of the cell) of each statement of a function's body."""
    with open(file, encoding="utf-8") as stream:
        tree = ast.parse(stream.read())
    places = {line: (cell, cell_line) for line, cell, cell_line in origins}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == function:
            return [
                (
                    min([each.lineno, *(d.lineno for d in getattr(each, "decorator_list", ()))]),
                    each.end_lineno or each.lineno,
                    *places.get(each.lineno, (-1, -1)),
                )
                for each in node.body
            ]
    return []
