"""Do the tests of generated services notice a wrong answer? Their serve path is changed on purpose.

One constant, operator, comparison, statement or pair of arguments at a time in the modules that
serving imports, and one frozen value at a time in what training left. Whether a change matters is
decided by the answers to recorded rows and to rows like them; whether it is noticed, by the
project's own test of the notebook's answers (`test_the_notebooks_answers_in_process`).

    python benchmarks/serve_mutants.py --each 60
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutants import EXAMPLES, Judged, Mutant, Server, changes_of, chosen, table

NOTEBOOKS = ("churn", "segmentation", "text_classification")
SHARE = 0.95


@dataclass(frozen=True)
class Trained:
    """A service's project, and a version of its artifacts."""

    name: str
    folder: Path
    package: str
    version: Path

    @property
    def source(self) -> Path:
        return self.folder / "src" / self.package


def serve_modules(source: Path) -> list[str]:
    """Modules with the notebook's own code that answers need, and the one that calls it."""
    own = json.loads((source / "source_map.json").read_text(encoding="utf-8"))
    found: list[str] = []
    waiting = ["endpoints.py"]
    while waiting:
        name = waiting.pop()
        if name in found or not (name in own or name == "endpoints.py"):
            continue
        found.append(name)
        tree = ast.parse((source / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(source.name):
                waiting.append(f"{(node.module or '').partition('.')[2].replace('.', '/')}.py")
    return sorted(found)


def mutants_of(trained: Trained, places: Sequence[str]) -> list[Mutant]:
    """Every mutant of the serve path; those of frozen values have their number as text."""
    found: list[Mutant] = []
    for name in serve_modules(trained.source):
        tree = ast.parse((trained.source / name).read_text(encoding="utf-8"))
        found += [Mutant(k, w, name, text) for k, w, text in changes_of(tree, whole=True)]
    found += [Mutant("frozen", what, "", str(number)) for number, what in enumerate(places)]
    return found


class Asked:
    """What a service answers in forks of the server, plain or with a mutant in place."""

    def __init__(self, trained: Trained, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        folder.mkdir(parents=True, exist_ok=True)
        project = folder / "project"
        shutil.copytree(trained.folder, project, ignore=shutil.ignore_patterns("__pycache__"))
        self.trained = Trained(trained.name, project, trained.package, trained.version)

    def report(self, *, base: str = "", frozen: int | None = None, places: bool = False) -> Any:
        """What `serve_replay.replay` reports."""
        report = self.folder / ("report.json" if base else "base.json")
        report.unlink(missing_ok=True)
        self.server.ask(
            kind="serve", source=str(self.trained.folder / "src"), package=self.trained.package,
            tests=str(self.trained.folder / "tests"), version=str(self.trained.version), base=base,
            frozen=frozen, places=places, report=str(report), folder=str(self.folder),
            out=str(self.folder / "out.txt"), err=str(self.folder / "err.txt"),
        )  # fmt: skip
        died = {"changes": True, "error": "died", "caught": "died"}
        return json.loads(report.read_text(encoding="utf-8")) if report.exists() else died

    def of(self, mutant: Mutant, base: str) -> Any:
        """The report with the mutant in place."""
        if mutant.kind == "frozen":
            return self.report(base=base, frozen=int(mutant.text))
        file = self.trained.source / mutant.file
        before = file.read_bytes()
        file.write_text(mutant.text, encoding="utf-8")
        try:
            return self.report(base=base)
        finally:
            file.write_bytes(before)


def judged(trained: Trained, server: Server, folder: Path, *, each: int) -> Iterator[Judged]:
    """The mutants of one service, chosen evenly from every kind."""
    asked = Asked(trained, server, folder)
    plain = asked.report(places=True)
    assert not plain["error"] and not plain["caught"], plain
    base = str(folder / "base.json")
    again = asked.report(base=base)
    assert not again["changes"] and not again["error"], "the service does not repeat itself"
    for mutant in chosen(mutants_of(trained, plain["places"]), each):
        found = asked.of(mutant, base)
        caught = bool(found["caught"] or found["error"])
        yield Judged(trained.name, mutant, found["changes"], bool(found["error"]), caught)


def judged_all(services: Sequence[Trained], folder: Path, *, each: int) -> list[Judged]:
    """The mutants of several services."""
    server = Server()
    try:
        return [
            one
            for trained in services
            for one in judged(trained, server, folder / trained.name, each=each)
        ]
    finally:
        server.close()


def told(found: Sequence[Judged]) -> str:
    """The table, and the changes that were missed."""
    missed = [one for one in found if one.changes and not one.caught]
    lines = [f"missed: {m.notebook} {m.mutant.kind} {m.mutant.file}: {m.mutant.what}" for m in missed]
    return "\n".join([*lines, table(found)])


def share(found: Sequence[Judged]) -> float:
    """The part of the changes that matter which is caught."""
    changing = [one for one in found if one.changes]
    return sum(one.caught for one in changing) / max(1, len(changing))


def made(name: str, folder: Path) -> Trained:
    """An example notebook as a service, trained."""
    folder.mkdir(parents=True)
    notebook = Path(shutil.copy(EXAMPLES / f"{name}.ipynb", folder))
    project, artifacts = folder / "project", folder / "artifacts"
    words = ["convert", str(notebook), "--to", "service", "-o", str(project)]
    subprocess.run([sys.executable, "-m", "converter", *words], check=True, cwd=folder)
    (package,) = (path.name for path in (project / "src").iterdir() if path.is_dir())
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    words = [package, "train", "--output-dir", str(artifacts)]
    subprocess.run([sys.executable, "-m", *words], check=True, cwd=folder, env=environment)
    version = artifacts / (artifacts / "current").read_text(encoding="utf-8").strip()
    return Trained(name, project, package, version)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--each", type=int, default=60, help="mutants of each service")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nbship-serve-mutants-") as folder:
        services = [made(name, Path(folder) / "made" / name) for name in NOTEBOOKS]
        found = judged_all(services, Path(folder), each=options.each)
    print(told(found))
    return 0 if share(found) >= SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
