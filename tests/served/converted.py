"""Notebooks converted to services by the command, and trained: once for a whole run of the suite."""

from __future__ import annotations

import ast
import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from projects import EXAMPLES, ROOT, Ended, OnDisk, ended
from served_notebooks import NOTEBOOKS, notebook_file

SECONDS = 300


@dataclass(frozen=True)
class Converted:
    """A service made of a notebook: its folder, what the conversion said, a trained version."""

    project: OnDisk
    said: str
    artifacts: Path

    @property
    def package(self) -> Path:
        return self.project.folder / "src" / self.project.package

    @property
    def version(self) -> Path:
        """The folder of the version in use."""
        return self.artifacts / (self.artifacts / "current").read_text(encoding="utf-8").strip()

    @property
    def manifest(self) -> dict[str, Any]:
        return dict(json.loads((self.version / "manifest.json").read_text(encoding="utf-8")))

    @property
    def endpoints(self) -> dict[str, dict[str, Any]]:
        """The endpoints that the project notes, by name."""
        path = self.project.folder / ".nbship" / "provenance.json"
        noted = json.loads(path.read_text(encoding="utf-8"))["endpoints"]
        return {each["name"]: each for each in noted}

    def recorded(self, endpoint: str) -> list[dict[str, Any]]:
        """The requests that the notebook answered, with its answers."""
        path = self.project.folder / "tests" / "reference" / f"{endpoint}.json"
        return list(json.loads(path.read_text(encoding="utf-8")))

    def module(self, name: str) -> str:
        """The text of a module of the package."""
        path = self.package.joinpath(*name.split("."))
        return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")

    def ledger(self) -> set[str]:
        """The names of the notebook's own modules: stages, and what serving calls."""
        return {name.removesuffix(".py") for name in json.loads((self.package / "source_map.json").read_text())}

    def trains(self, module: str) -> bool:
        """True for a stage: the pipeline imports the function called like the module."""
        text = self.module("pipeline")
        return f"from {self.project.package}.{module} import {module}\n" in text

    def script(self, code: str, *words: str, **variables: str) -> Any:
        """What a script prints as JSON in a fresh process that has the project."""
        done = ended(
            sys.executable, "-W", "error::UserWarning", "-c", code, str(self.version), *words,
            at=self.artifacts, **self.project.environment(**variables),
        )  # fmt: skip
        assert done.code == 0, done.err[-3000:]
        return json.loads(done.out.strip().splitlines()[-1])


def nbship(*words: object, at: Path) -> Ended:
    """`nbship WORDS`, ended."""
    done = subprocess.run(
        [sys.executable, "-m", "converter", *map(str, words)],
        cwd=at, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(at / ".state")},
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def converted(name: str, shared: Path) -> Converted:
    """The service of the notebook `name` in the folder `shared`; made by who comes first."""
    folder = shared / f"served-{name}"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = folder / "said.txt"
        if not said.exists():
            told = _made(name, folder)
            said.write_text(told, encoding="utf-8")
    package = next(p.name for p in (folder / "project/src").iterdir() if (p / "service.py").exists())
    project = OnDisk(folder / "project", package)
    return Converted(project, said.read_text(encoding="utf-8"), folder / "artifacts")


def _made(name: str, folder: Path) -> str:
    """What the conversion said."""
    path = folder / f"{name}.ipynb"
    if name in NOTEBOOKS:
        notebook_file(NOTEBOOKS[name], path)
    else:
        shutil.copy(EXAMPLES / path.name, path)
    project = folder / "project"
    done = nbship("convert", path.name, "--to", "service", "--name", f"own {name}", "-o", "project", at=folder)
    assert done.code == 0, done.out + done.err
    package = next(p.name for p in (project / "src").iterdir() if (p / "service.py").exists())
    trained = OnDisk(project, package).command("train", "--output-dir", str(folder / "artifacts"), at=folder)
    assert trained.code == 0, trained.err
    return done.out + done.err


def imports_of(text: str, package: str) -> set[str]:
    """The package's modules that a module's text imports, inside functions and for types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ImportFrom(module=str(module), names=names, level=0):
                if module == package or module.startswith(f"{package}."):
                    inside = module.removeprefix(package).removeprefix(".")
                    found |= {inside, *(f"{inside}.{each.name}".removeprefix(".") for each in names)}
            case ast.ImportFrom(level=int(level)) if level:
                raise AssertionError("a relative import")
            case ast.Import(names=names):
                found |= {n.name.partition(".")[2] for n in names if n.name.startswith(f"{package}.")}
    return found


def reachable(service: Converted, first: Sequence[str]) -> set[str]:
    """Modules of the package that can be imported from `first`, in any number of steps."""
    paths = (path.relative_to(service.package) for path in service.package.rglob("*.py"))
    known = {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths}
    found: set[str] = set()
    waiting = list(first)
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            waiting += [name.rpartition(".")[0], *imports_of(service.module(name), service.project.package)]
    return found
