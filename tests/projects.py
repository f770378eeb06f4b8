"""Generated projects on disk, and their commands as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from factories import a_plan, some_modules

from converter.emit.lint import laid_out
from converter.model.project import Module, Project
from converter.model.settings import Settings
from converter.pipeline import convert
from converter.scaffold.project import scaffold

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "example_notebooks"
SECONDS = 300


@dataclass(frozen=True)
class Ended:
    """A command that ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class OnDisk:
    """A project in a folder: `module` runs one of its modules, or any other, from there."""

    folder: Path
    package: str

    def environment(self, **more: str) -> dict[str, str]:
        """Our environment with the project importable and no parameter set."""
        prefix = f"{self.package.upper()}_"
        ours = {name: text for name, text in os.environ.items() if not name.startswith(prefix)}
        return {**ours, "PYTHONPATH": str(self.folder / "src"), **more}

    def module(self, *words: str, at: Path | None = None, **environment: str) -> Ended:
        """`python -m WORDS`, ended."""
        return ended(
            sys.executable, "-m", *words, at=at or self.folder, **self.environment(**environment)
        )

    def command(self, *words: str, at: Path | None = None, **environment: str) -> Ended:
        """The project's own command, ended."""
        return self.module(self.package, *words, at=at, **environment)


def ended(*words: str, at: Path, **environment: str) -> Ended:
    """The command `words` run in the folder `at` with just this environment."""
    done = subprocess.run(
        words, cwd=at, env=environment, capture_output=True, text=True, timeout=SECONDS
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def written(project: Project, package: str, folder: Path) -> OnDisk:
    """`project`, its files in `folder`."""
    for path, content in project.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return OnDisk(folder, package)


def converted(name: str, settings: Settings, folder: Path) -> OnDisk:
    """The project of an example notebook."""
    made = convert(str(EXAMPLES / f"{name}.ipynb"), settings)
    return written(made.project, made.plan.package, folder)


def small_project(folder: Path, *, modules: tuple[Module, ...] = (), **plan: object) -> OnDisk:
    """The project of `factories.a_plan`; `modules` replace those of `some_modules` by name."""
    by_name = {module.name: module for module in (*some_modules(), *modules)}
    project = scaffold(a_plan(**plan), tuple(by_name.values()), {}, format=laid_out)
    return written(project, "churn", folder)
