"""What the compiler makes of a case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from golden.cases import CASES, Case

from converter.errors import NbshipError, NotebookError
from converter.model.diagnostic import Diagnostic
from converter.pipeline import convert

_BY_NAME = {case.name: case for case in CASES}


@dataclass(frozen=True)
class Outcome:
    """How a conversion ended: exit code, remarks, and all files of the project by path."""

    exit: int
    messages: str
    package: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    results: tuple[str, ...] = ()

    @property
    def code(self) -> dict[str, str]:
        """The modules that hold the notebook's code, the pipeline and the parameters."""
        source = f"src/{self.package}/"
        names = [f"{name.replace('.', '/')}.py" for name in (*self.modules, "parameters")]
        return {
            name: self.files[source + name].decode()
            for name in names
            if source + name in self.files
        }


def outcome(case: Case, displays: str | None = None) -> Outcome:
    """What converting `case` gives."""
    return _outcome(case.name, displays)


@cache
def _outcome(name: str, displays: str | None) -> Outcome:
    return fresh_outcome(_BY_NAME[name], displays)


def fresh_outcome(case: Case, displays: str | None = None) -> Outcome:
    """What converting `case` gives, converted now."""
    try:
        done = convert(str(case.input), case.settings(displays))
    except NotebookError as error:
        return Outcome(error.exit_code, _remarks(case, error.diagnostics))
    except NbshipError as error:
        hint = f"  hint: {error.hint}\n" if error.hint else ""
        return Outcome(error.exit_code, f"{error.message}\n{hint}".replace(f"{case.folder}/", ""))
    return Outcome(
        0,
        _remarks(case, done.plan.diagnostics),
        done.plan.package,
        dict(done.project.files),
        tuple(module.name for module in done.modules),
        tuple(result.name for result in done.plan.results),
    )


def digest(outcome: Outcome) -> str:
    """One digest of everything that came out."""
    sha = hashlib.sha256(f"{outcome.exit}\n{outcome.messages}".encode())
    for name in sorted(outcome.files):
        sha.update(f"\n{name}\n".encode() + outcome.files[name])
    return sha.hexdigest()


def write_project(outcome: Outcome, folder: Path) -> Path:
    """`folder` with the project's files in it."""
    for name, content in outcome.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _remarks(case: Case, found: Iterable[object]) -> str:
    lines = [each.text(case.input.name) for each in found if isinstance(each, Diagnostic)]
    return "".join(f"{line}\n" for line in lines)
