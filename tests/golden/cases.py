"""The golden cases: one folder each, `case.toml` says what it guards."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from converter.model.settings import Settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# Another folder of cases may be named, to try new ones: GOLDEN_CASES=/some/folder pytest ...
ROOT = Path(os.environ.get("GOLDEN_CASES") or Path(__file__).parent.parent / "cases")
ROOT_OF_EXAMPLES = Path(__file__).resolve().parents[2] / "example_notebooks"
KEYS = {"guards", "trap", "exit", "run", "leave_out", "name", "options", "given", "override"}


@dataclass(frozen=True)
class Case:
    """One notebook and what it has to become.

    `trap` is the number in the list of traps (0: none of them), `exit` the exit code of a
    conversion, `run` asks for a differential run, `override` are values for its second run,
    `given` what a job has to be told (secrets), `leave_out` cells that it has not (tagged skip),
    `file` the name of a notebook that has no folder of its own.
    """

    name: str
    folder: Path
    guards: str
    trap: int
    exit: int = 0
    run: bool = False
    leave_out: tuple[int, ...] = ()
    project: str | None = "demo"
    options: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    override: dict[str, Any] = field(default_factory=dict)
    file: str = ""

    @property
    def input(self) -> Path:
        """The notebook."""
        if self.file:
            return self.folder / self.file
        script = self.folder / "input.py"
        return script if script.exists() else self.folder / "input.ipynb"

    @property
    def expected(self) -> Path:
        """The folder of the modules that have to come out."""
        return self.folder / "expected"

    @property
    def messages(self) -> Path:
        """The remarks that have to be made; no file: none."""
        return self.folder / "messages.txt"

    def settings(self, displays: str | None = None) -> Settings:
        """The options of the conversion, `displays` replacing what the case says."""
        options = {"name": self.project, "deploy": (), **self.options}
        if displays is not None:
            options["displays"] = displays
        return Settings(**options)


def case_of(folder: Path) -> Case:
    """The case that `folder` holds."""
    told = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    assert told.keys() <= KEYS, f"{folder.name}: case.toml has {sorted(told.keys() - KEYS)}"
    return Case(
        name=folder.name,
        folder=folder,
        guards=told["guards"],
        trap=told["trap"],
        exit=told.get("exit", 0),
        run=told.get("run", False),
        leave_out=tuple(told.get("leave_out", ())),
        project=told.get("name", "demo") or None,
        options=told.get("options", {}),
        given=told.get("given", {}),
        override=told.get("override", {}),
    )


def example_of(notebook: Path) -> Case:
    """An example notebook as a case."""
    return Case(notebook.stem, notebook.parent, "an example", 0, file=notebook.name)


EXAMPLES = [
    example_of(notebook)
    for notebook in sorted(ROOT_OF_EXAMPLES.glob("*.ipynb"))
]
CASES = [case_of(folder) for folder in sorted(ROOT.iterdir()) if folder.is_dir()]
