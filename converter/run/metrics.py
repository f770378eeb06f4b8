"""The metrics of a notebook: which names are metrics, and what its outputs report of them.

A metric is a number that the notebook shows in one of four ways:

- a cell tagged `metrics` assigns it: its value when the cell has ended;
- an `output:` tag names it: its value when the notebook has ended;
- `sb.glue("accuracy", 0.9)` of scrapbook, or papermill's old `record`, displays it;
- a printed line `nbship metric accuracy=0.9 step=3`; the step may be left out.

Glued or printed again, it has a history: the last value counts, the earlier ones tell how the run
went, and a search may stop the run by them.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from converter.errors import RunStopped
from converter.model.dataflow import Dataflow
from converter.model.run_record import Reading

SCRAP = "application/scrapbook.scrap."
RECORD = "application/papermill.record"
_LINE = re.compile(
    r"nbship metric (?P<name>[^\s=]+)=(?P<value>[-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|\.\d+|nan|inf))"
    r"(?: step=(?P<step>\d{1,15}))?\s*",
    re.IGNORECASE,
)
LONGEST_LINE = 1000

Hear = Callable[[Reading], bool]
"""Hears a reading as it comes; False asks the run to stop."""


def metric_names(flow: Dataflow) -> dict[int, tuple[str, ...]]:
    """Names to read when a cell (by its number) has ended; 0 stands for the notebook's end."""
    found: dict[int, list[str]] = {}
    for cell in flow.program.cells:
        if cell.marks.metrics:
            names = [name for node in cell.tree.body for name in _assigned(node)]
            found.setdefault(cell.number, []).extend(names)
        found.setdefault(0, []).extend(cell.marks.outputs)
    return {number: tuple(dict.fromkeys(names)) for number, names in found.items() if names}


def _assigned(node: ast.AST) -> Iterator[str]:
    """The names that a statement assigns, in blocks too, but not in functions and classes."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
            return
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _plain_names(target)
        case ast.AugAssign(target=target) | ast.NamedExpr(target=target):
            yield from _plain_names(target)
        case ast.AnnAssign(target=target, value=ast.expr()):
            yield from _plain_names(target)
    for child in ast.iter_child_nodes(node):
        yield from _assigned(child)


def _plain_names(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name) if not name.startswith("_"):
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _plain_names(part)
        case ast.Starred(value=inner):
            yield from _plain_names(inner)


def expression_for(names: tuple[str, ...]) -> str:
    """An expression whose value in the notebook's namespace is JSON text: the numbers by name.

    It binds nothing and calls nothing of the notebook's but the numbers' own `__float__`. Its
    text may not rely on built-in names: the notebook may have rebound them.
    """
    return _EXPRESSION.format(names=json.dumps(names))


# `(lambda: 0).__globals__` is the namespace that the expression is evaluated in.
_EXPRESSION = """(lambda b, N, ns: __import__("json").dumps({{
    name: (b.int if b.issubclass(b.type(ns[name]), N.Integral) else b.float)(ns[name])
    for name in b.list({names})
    if name in ns and b.issubclass(b.type(ns[name]), N.Real) and b.type(ns[name]) is not b.bool
}}))(__import__("builtins"), __import__("numbers"), (lambda: 0).__globals__)""".replace("\n", " ")


def numbers_of(text: str) -> dict[str, float]:
    """The numbers that a kernel's answer to `expression_for` holds; `text` is their repr."""
    try:
        found = json.loads(ast.literal_eval(text))
    except (TypeError, ValueError, SyntaxError, MemoryError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if is_number(value)}


def is_number(value: object) -> bool:
    """True for a number that is no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass
class Gauges:
    """What a run has reported so far. `hear` is told of each reading as it comes."""

    hear: Hear | None = None
    values: dict[str, float] = field(default_factory=dict)
    _readings: dict[str, list[Reading]] = field(default_factory=dict)
    _explicit: set[str] = field(default_factory=set)
    _rest: str = ""

    def output(self, output: Mapping[str, Any]) -> None:
        """Take an output as the kernel sends it. Raises RunStopped when the run should end."""
        if output.get("output_type") == "stream":
            if output.get("name") == "stdout":
                self.text("".join(output.get("text", "")))
            return
        for name, value in glued(output):
            self._heard(name, value, None)

    def text(self, text: str) -> None:
        """Take printed text; lines may come in parts. Raises RunStopped."""
        *lines, rest = (self._rest + text).split("\n")
        self._rest = rest[:LONGEST_LINE]
        for line in lines:
            self._line(line)

    def cell_ended(self) -> None:
        """Take what was printed without a line end."""
        rest, self._rest = self._rest, ""
        self._line(rest)

    def read(self, numbers: Mapping[str, float]) -> None:
        """Take the values of variables."""
        self.values.update(numbers)

    def history(self) -> tuple[Reading, ...]:
        """The readings of what was reported more than once, or with a step."""
        return tuple(
            reading
            for name, readings in self._readings.items()
            if len(readings) > 1 or name in self._explicit
            for reading in readings
        )

    def _line(self, line: str) -> None:
        found = _LINE.fullmatch(line) if line.startswith("nbship metric ") else None
        if found:
            step = int(found["step"]) if found["step"] else None
            self._heard(found["name"], _number(found["value"]), step)

    def _heard(self, name: str, value: float, step: int | None) -> None:
        before = self._readings.setdefault(name, [])
        if step is not None:
            self._explicit.add(name)
        reading = Reading(name, len(before) if step is None else step, value)
        before.append(reading)
        self.values[name] = value
        if self.hear is not None and not self.hear(reading):
            raise RunStopped(f"stopped at step {reading.step}: {name} was {value:g}")


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:  # `1.2.3` has the letters of a number
        return math.nan


def glued(output: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """The numbers that an output records for scrapbook, or for papermill before 1.0."""
    data = output.get("data")
    for kind, payload in data.items() if isinstance(data, Mapping) else ():
        if not isinstance(payload, Mapping):
            continue
        if kind.startswith(SCRAP) and isinstance(payload.get("name"), str):
            if is_number(payload.get("data")):
                yield payload["name"], payload["data"]
        elif kind.startswith(RECORD):
            yield from ((str(k), value) for k, value in payload.items() if is_number(value))
