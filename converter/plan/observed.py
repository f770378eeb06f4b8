"""What a run of the notebook showed of the values between stages: types, shapes, columns.

Recorded types take the place of those that the code states itself. A name that leaves two stages
with two types is `Any` there: the pipeline holds both in one variable.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from converter.model.plan import ObservedValue, Plan, Stage
from converter.model.recording import Recording
from converter.plan.making import closes_its_figures

MOST_COLUMNS = 12
SCALARS = frozenset("bool int float str bytes complex".split())
COLLECTIONS = ("list", "set", "frozenset", "dict", "tuple")
# What `x = !ls` is in a notebook; a project has a plain list.
SHELL_LINES = "IPython.utils.text.SList"
# What a value is on this system only, and what the code asks for.
SYSTEMS = {"pathlib.PosixPath": "pathlib.Path", "pathlib.WindowsPath": "pathlib.Path"}
ALIAS = re.compile(r"^import ([\w.]+)(?: as (\w+))?$")
FROM = re.compile(r"^from ([\w.]+) import (\w+)(?: as (\w+))?$")
NAMED = re.compile(r"[A-Za-z_][\w.]*\.[A-Za-z_]\w*")


def observed_values(plan: Plan, recording: Recording) -> tuple[ObservedValue, ...]:
    """Every value that enters or leaves a stage, as far as the recording knows it."""
    names = _Names(plan)
    own = dict(plan.renamed)
    known: dict[str, Mapping[str, Any]] = {}
    found: list[ObservedValue] = []
    for stage in plan.stages:
        for name in stage.inputs:
            if name in known:
                found += names.value(stage.name, name, "in", known[name])
        point = recording.point(stage.name)
        if point is None:
            break
        for code_name in {*stage.outputs, *stage.inputs}:
            summary = point.summaries.get(own.get(code_name, code_name))
            if summary:
                known[code_name] = summary
        for name in stage.outputs:
            if name in known:
                found += names.value(stage.name, name, "out", known[name])
    return tuple(_agreed(found))


def observed_flushes(plan: Plan, recording: Recording) -> tuple[Stage, ...]:
    """The stages, which close figures where cells of the notebook showed some."""
    drawing = {figure.at for figure in recording.figures}
    statements = {each.order: each for each in plan.dataflow.statements}
    found = []
    for stage in plan.stages:
        last = {statements[order].cell: order for order in stage.statements}
        here = {
            order
            for cell, order in last.items()
            if cell in drawing and not closes_its_figures(statements[order].node)
        }
        found.append(replace(stage, flushes=tuple(sorted({*stage.flushes, *here}))))
    return tuple(found)


def _agreed(found: list[ObservedValue]) -> Iterator[ObservedValue]:
    kinds: dict[str, set[str]] = {}
    for each in found:
        if each.moment == "out":
            kinds.setdefault(each.name, set()).add(each.annotation)
    for each in found:
        if each.moment == "out" and len(kinds[each.name]) > 1:
            yield ObservedValue(each.stage, each.name, "out", "Any", (), each.told)
        else:
            yield each


class _Names:
    """How the notebook's own imports call a class, and which names are taken."""

    def __init__(self, plan: Plan) -> None:
        self.aliases: dict[str, str] = {}
        self.classes: dict[str, str] = {}
        lines = [line for line in plan.imports if not line.late and not line.block]
        for line in lines:
            if module := ALIAS.match(line.text.strip()):
                name = module.group(2) or module.group(1)
                if module.group(2) or "." not in name:
                    self.aliases.setdefault(module.group(1), name)
            elif one := FROM.match(line.text.strip()):
                self.classes.setdefault(
                    f"{one.group(1)}.{one.group(2)}", one.group(3) or one.group(2)
                )
        statements = plan.dataflow.statements
        self.taken = {name for each in statements for name in each.binds} | set(dir(builtins))
        self.taken |= {stage.name for stage in plan.stages} | {
            "Any",
            "Results",
            "Parameters",
            "stage",
        }
        self.roots = {
            *(module.split(".")[0] for module in (*self.aliases, *self.classes)),
            *sys.stdlib_module_names,
        }
        self.own = {definition.name: definition.module for definition in plan.definitions}
        self.package = plan.package

    def value(
        self, stage: str, name: str, moment: Any, summary: Mapping[str, Any]
    ) -> list[ObservedValue]:
        """The value with the annotation that its summary gives."""
        annotation, imports = self.annotation(summary)
        return [ObservedValue(stage, name, moment, annotation, imports, told(summary))]

    def annotation(self, summary: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
        """(type text, import lines); `Any` for what cannot be named."""
        kind, of = str(summary.get("type", "")), summary.get("of")
        kind = SYSTEMS.get(kind, kind)
        if kind == "NoneType":
            return "None", ()
        if kind in SCALARS:
            return kind, ()
        if kind == SHELL_LINES:
            return "list[str]", ()
        if kind in ("list", "set", "frozenset"):
            element, imports = self._element(of)
            return f"{kind}[{element}]", imports
        if kind == "dict":
            first, second = of if isinstance(of, list) and len(of) == 2 else ("", "")
            key, imports = self._element(first)
            value, more = self._element(second)
            return f"dict[{key}, {value}]", tuple(dict.fromkeys((*imports, *more)))
        if kind == "tuple":
            return "tuple[Any, ...]", ()
        return self._class(kind)

    def _element(self, kind: object) -> tuple[str, tuple[str, ...]]:
        """The type of what a collection holds, where all is of one."""
        if not isinstance(kind, str) or kind in ("", "NoneType", *COLLECTIONS):
            return "Any", ()
        kind = SYSTEMS.get(kind, kind)
        return (kind, ()) if kind in SCALARS else self._class(kind)

    def _class(self, kind: str) -> tuple[str, tuple[str, ...]]:
        if kind.isidentifier() and kind in self.own:
            return kind, (f"from {self.package}.{self.own[kind]} import {kind}",)
        if not NAMED.fullmatch(kind) or kind.split(".")[0] not in self.roots:
            return "Any", ()
        module, _, name = kind.rpartition(".")
        if any(part.startswith("_") for part in kind.split(".")):
            return "Any", ()  # a private place that the next version may move
        if kind in self.classes:
            used = self.classes[kind]
            alias = f" as {used}" if used != name else ""
            return used, (f"from {module} import {name}{alias}",)
        if module in self.aliases:
            used = self.aliases[module]
            alias = f" as {used}" if used != module else ""
            return f"{used}.{name}", (f"import {module}{alias}",)
        if name in self.taken:
            return "Any", ()
        return name, (f"from {module} import {name}",)


def told(summary: Mapping[str, Any]) -> str:
    """Shape and columns in words, for docstrings."""
    shape = summary.get("shape")
    if summary.get("columns") is not None and shape:
        columns = [_column(each) for each in summary["columns"][:MOST_COLUMNS]]
        more = shape[1] - len(columns) if len(shape) > 1 else 0
        return f"{shape[0]} rows; {', '.join(columns)}{f' and {more} more' if more > 0 else ''}"
    if shape is not None:
        size = "×".join(map(str, shape)) or "one"
        return f"{size} {summary.get('dtype', '')}".strip() + _nulls(summary)
    if summary.get("type") in ("list", "dict", "set", "tuple"):
        return f"{summary.get('length')} elements"
    return ""


def _column(column: Mapping[str, Any]) -> str:
    return f"{column['name']} {column.get('dtype', '')}{_nulls(column)}"


def _nulls(summary: Mapping[str, Any]) -> str:
    count = summary.get("nulls")
    return f" ({count} missing)" if count else ""
