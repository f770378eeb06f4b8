"""What the compiler makes of a case."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from golden.cases import CASES, Case

from converter.emit.formatting import formatted
from converter.emit.modules import modules_of
from converter.errors import EXIT_NOTEBOOK, NbshipError
from converter.pipeline import plan_of
from converter.rewrite.bodies import bodies_of
from converter.scaffold.project import scaffold

_BY_NAME = {case.name: case for case in CASES}


@dataclass(frozen=True)
class Outcome:
    """How a conversion ended: exit code, remarks, and all files of the project by path.

    `literal` says why the code works on module globals, where pyflakes cannot follow.
    """

    exit: int
    messages: str
    package: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    literal: str = ""

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
        plan = plan_of(str(case.input), case.settings(displays))
    except NbshipError as error:
        hint = f"  hint: {error.hint}\n" if error.hint else ""
        return Outcome(error.exit_code, f"{error.message}\n{hint}".replace(f"{case.folder}/", ""))
    remarks = "".join(f"{each.text(case.input.name)}\n" for each in plan.diagnostics)
    if any(each.severity == "error" for each in plan.diagnostics):
        return Outcome(EXIT_NOTEBOOK, remarks)
    modules = modules_of(plan, bodies_of(plan))
    project = scaffold(plan, modules, {}, format=_formatted)
    names = tuple(module.name for module in modules)
    results = tuple(result.name for result in plan.results)
    return Outcome(0, remarks, plan.package, dict(project.files), names, results, plan.literal)


@cache
def _formatted(text: str) -> str:
    """As black writes it; most files of a project are the same in every case."""
    return formatted(text)


def digests(outcome: Outcome) -> dict[str, str]:
    """A digest of everything that came out, by the name of the file."""
    told = {"exit code": str(outcome.exit).encode(), "messages": outcome.messages.encode()}
    parts = {**told, **outcome.files}
    return {name: hashlib.sha256(parts[name]).hexdigest() for name in sorted(parts)}


def write_project(outcome: Outcome, folder: Path) -> Path:
    """`folder` with the project's files in it."""
    for name, content in outcome.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
