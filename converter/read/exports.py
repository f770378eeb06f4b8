"""The names that `from module import *` binds: of installed modules, and of files beside the notebook."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from converter.syntax.names import names_of

SECONDS = 60

# Run in a process of its own, isolated from the notebook's folder: only what is installed is imported.
_LIST = """
import importlib, json, sys
module = importlib.import_module(sys.argv[1])
names = getattr(module, "__all__", None)
names = [n for n in vars(module) if n[:1] != "_"] if names is None else names
sys.stdout.write("\\n" + json.dumps(sorted(map(str, names))))
"""


def exports_of(module: str, folder: Path | None) -> frozenset[str] | None:
    """The names that a star import of `module` binds, or None where that cannot be told.

    A module beside the notebook, in `folder`, is read and never run; an installed one is imported
    in a process of its own.
    """
    if folder is not None:
        file = _file_of(module, folder)
        if file is not None:
            return _names_in(file, folder, frozenset())
    return _installed(module)


@cache
def _installed(module: str) -> frozenset[str] | None:
    command = [sys.executable, "-I", "-c", _LIST, module]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        names = json.loads(done.stdout.rpartition(b"\n")[2])
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return frozenset(name for name in names if isinstance(name, str) and name.isidentifier())


def _file_of(module: str, folder: Path) -> Path | None:
    parts = module.split(".")
    if not all(part.isidentifier() for part in parts):
        return None
    base = folder.joinpath(*parts)
    for file in (base / "__init__.py", base.with_suffix(".py")):
        if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
            return file
    return None


def _names_in(file: Path, folder: Path, seen: frozenset[Path]) -> frozenset[str] | None:
    """Public names that running `file` surely binds; None when they are computed."""
    if file in seen:
        return frozenset()
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None
    names = names_of(*tree.body)
    found = set(names.binds)
    for part in ast.walk(tree):
        if isinstance(part, ast.ImportFrom) and any(alias.name == "*" for alias in part.names):
            inner = None if part.level else _file_of(part.module or "", folder)
            more = (
                _names_in(inner, folder, seen | {file})
                if inner
                else None if part.level else _installed(part.module or "")
            )
            if more is None:
                return None
            found |= more
    if "__all__" in names.binds:
        return _declared(tree)
    if names.binds - names.sure:
        return None  # whether it binds them depends on a run
    return frozenset(name for name in found if not name.startswith("_"))


def _declared(tree: ast.Module) -> frozenset[str] | None:
    """The names of a literal `__all__`."""
    values: list[ast.expr] = []
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                values.append(value)
    if len(values) != 1:
        return None
    try:
        names = ast.literal_eval(values[0])
    except ValueError:
        return None
    if not isinstance(names, list | tuple) or not all(isinstance(each, str) for each in names):
        return None
    return frozenset(names)
