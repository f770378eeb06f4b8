"""A notebook and its job, both run: what they print and what they compute."""

from __future__ import annotations

import ast
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from golden.cases import Case
from golden.conversions import Outcome, write_project
from golden.servers import Server

from converter.read.notebook import read_notebook

_SHOWN = re.compile("\x1e.*?\x1f\n", re.DOTALL)
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


@dataclass(frozen=True)
class Run:
    """What one run printed, the values and files it left; `error` is the traceback of a failure."""

    printed: list[str]
    values: dict[str, Any]
    files: dict[str, bytes]
    error: str = ""


def notebook_run(
    case: Case, names: tuple[str, ...], override: dict[str, Any], *, server: Server, folder: Path
) -> Run:
    """The notebook's cells, executed in order; `override` replaces what its parameters are."""
    sources = [
        cell.source
        for cell in read_notebook(str(case.input)).cells
        if cell.kind == "code" and cell.number not in case.leave_out
    ]
    cells = [replaced(source, override) for source in sources]
    return _run({"kind": "notebook", "cells": cells, "names": names}, case, server, folder)


def job_run(
    case: Case, outcome: Outcome, override: dict[str, Any], *, server: Server, folder: Path
) -> Run:
    """The emitted pipeline, run with `override`."""
    project = write_project(outcome, folder / "project")
    source = str(project / "src")
    request = {"kind": "job", "source": source, "package": outcome.package, "override": override}
    return _run(request, case, server, folder)


def as_printed(run: Run, displays: str) -> list[str]:
    """The lines that the notebook printed, with or without the values that cells merely show."""
    text = "\n".join(run.printed)
    text = _SHOWN.sub("", text) if displays == "drop" else re.sub("[\x1e\x1f]", "", text)
    return text.split("\n")


def replaced(source: str, override: dict[str, Any]) -> str:
    """`source` with other values where it assigns the names of `override` at top level."""
    if not any(name in source for name in override):
        return source
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name) and target.id in override:
                node.value = ast.parse(repr(override[target.id]), mode="eval").body
    return ast.unparse(tree)


def _run(request: dict[str, Any], case: Case, server: Server, folder: Path) -> Run:
    work = folder / "work"
    shutil.copytree(case.folder, work, ignore=shutil.ignore_patterns("expected", "case.toml"))
    report, out, err = folder / "report.json", folder / "out.txt", folder / "err.txt"
    places = {"folder": work, "report": report, "out": out, "err": err}
    code = server.ask(json.dumps({**request, **{key: str(p) for key, p in places.items()}}))
    printed = _ADDRESS.sub("0x", out.read_text(encoding="utf-8")).split("\n")
    if code != 0:
        return Run(printed, {}, {}, f"exit code {code}\n{err.read_text(encoding='utf-8')}")
    files = {
        str(path.relative_to(work)): path.read_bytes()
        for path in sorted(work.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return Run(printed, json.loads(report.read_text(encoding="utf-8")), files)
