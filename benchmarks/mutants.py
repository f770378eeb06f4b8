"""Is `prove` to be trusted? Projects are changed on purpose, and it has to notice. `make mutants`.

Each example notebook is converted; its stage code is changed in one place at a time (constants,
operators, comparisons, dropped statements, swapped arguments, stages in another order). Whether a
change changes anything is decided without `prove`: the pipeline runs in a bare process, and the
pickled values at every stage's end and the printed bytes are compared with the unchanged project's.

    python benchmarks/mutants.py --each 25
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from converter.model.proof import Tolerance
from converter.model.settings import Settings
from converter.notebook_runs import Options
from converter.observe.project import ProjectRun, RunningProject
from converter.pipeline import convert
from converter.prove.proof import proof_of
from converter.runs import notebook_side, project_side, subject_of

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "example_notebooks"
NOTEBOOKS = ("churn", "demand_forecast", "segmentation", "text_classification", "kpi_report")
OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
COMPARISONS = {
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


@dataclass(frozen=True)
class Mutant:
    """One changed module: what was changed in words, and its new text."""

    kind: str
    what: str
    file: str
    text: str


def mutants_of(folder: Path, package: str) -> list[Mutant]:
    """Every mutant of the stage modules and of the order of the stages."""
    source = folder / "src" / package
    modules = json.loads((source / "source_map.json").read_text(encoding="utf-8"))
    found: list[Mutant] = []
    for name in sorted(modules):
        tree = ast.parse((source / name).read_text(encoding="utf-8"))
        found += [Mutant(kind, what, name, text) for kind, what, text in changes_of(tree)]
    tree = ast.parse((source / "pipeline.py").read_text(encoding="utf-8"))
    found += [Mutant("stages", what, "pipeline.py", text) for what, text in _reordered(tree)]
    return found


def changes_of(tree: ast.Module, *, whole: bool = False) -> Iterator[tuple[str, str, str]]:
    """(kind, what, the module's text) for each place of the functions' bodies.

    `whole`: those of classes and the module's own constants too.
    """
    count = sum(1 for _ in _places(tree, whole))
    for number in range(count):
        changed = copy.deepcopy(tree)
        kind, what, change = list(_places(changed, whole))[number]
        change()
        yield kind, what, ast.unparse(ast.fix_missing_locations(changed))


def _places(tree: ast.Module, whole: bool) -> Iterator[tuple[str, str, Any]]:
    for function in _functions(tree, whole):
        for block in [part for part in ast.walk(function) if hasattr(part, "body")]:
            if not isinstance(block.body, list):
                continue
            for i, statement in enumerate(block.body):
                if _is_droppable(statement):
                    yield "drop", _line(statement), _dropping(block, i)
        for statement in function.body:
            for part in ast.walk(statement):
                yield from _inner(part, statement)
    for constant in tree.body if whole else ():
        if isinstance(constant, ast.Assign):
            for part in ast.walk(constant.value):
                yield from _inner(part, constant)


def _functions(tree: ast.Module, whole: bool) -> Iterator[ast.FunctionDef]:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)] if whole else []
    for body in (tree.body, *(each.body for each in classes)):
        yield from (node for node in body if isinstance(node, ast.FunctionDef))


def _is_droppable(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return False
    return not isinstance(statement, ast.Return | ast.Pass | ast.FunctionDef | ast.Import)


def _line(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:70]


def _dropping(block: Any, place: int) -> Any:
    def change() -> None:
        block.body[place] = ast.Pass()

    return change


def _inner(part: ast.AST, statement: ast.stmt) -> Iterator[tuple[str, str, Any]]:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return
    if isinstance(part, ast.Constant) and type(part.value) in (bool, int, float, str):
        yield "constant", f"{part.value!r} in {_line(statement)}", _setting(part)
    if isinstance(part, ast.BinOp) and type(part.op) in OPERATORS:
        yield "operator", _line(part), _attribute(part, "op", OPERATORS[type(part.op)]())
    if isinstance(part, ast.Compare) and type(part.ops[0]) in COMPARISONS:
        other = [COMPARISONS[type(part.ops[0])](), *part.ops[1:]]
        yield "comparison", _line(part), _attribute(part, "ops", other)
    if isinstance(part, ast.Call) and len(part.args) >= 2:
        if not any(isinstance(each, ast.Starred) for each in part.args[:2]):
            swapped = [part.args[1], part.args[0], *part.args[2:]]
            yield "arguments", _line(part), _attribute(part, "args", swapped)


def _setting(part: ast.Constant) -> Any:
    value: Any = part.value
    other = not value if isinstance(value, bool) else f"{value}x" if isinstance(value, str) else None
    if other is None:
        other = value + 1 if isinstance(value, int) else value * 1.1 + 0.01
    return _attribute(part, "value", other)


def _attribute(part: ast.AST, name: str, value: object) -> Any:
    return lambda: setattr(part, name, value)


def _reordered(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The pipeline with two neighbouring stages exchanged."""
    for number in range(20):
        changed = copy.deepcopy(tree)
        run = next(n for n in changed.body if isinstance(n, ast.FunctionDef) and n.name == "run")
        places = [i for i, each in enumerate(run.body) if isinstance(each, ast.With)]
        if number + 1 >= len(places):
            return
        one, other = places[number], places[number + 1]
        run.body[one], run.body[other] = run.body[other], run.body[one]
        yield f"stage {number + 1} after stage {number + 2}", ast.unparse(changed)


@dataclass(frozen=True)
class Judged:
    """A mutant, whether it changes anything, whether it fails, and whether `prove` noticed."""

    notebook: str
    mutant: Mutant
    changes: bool
    fails: bool
    caught: bool
    kinds: tuple[str, ...] = ()

    @property
    def false(self) -> bool:
        """Told different although nothing changes; pictures and files the bare run does not see."""
        return self.caught and not self.changes and bool({*self.kinds} - {"figure", "file"})


class Server:
    """A process with the libraries loaded; each request runs in a fork of it."""

    def __init__(self) -> None:
        command = [sys.executable, str(HERE / "mutant_server.py")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, **request: object) -> int:
        """The exit code of one request."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        """Nothing; the process has ended."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(60)


class Forked(RunningProject):
    """A project that runs in a fork of the server, with the settings and hooks of `prove`."""

    server: Server

    def start(self, command: Sequence[str], environment: dict[str, str]) -> Any:
        folder = str(self.work.folder)
        out, err = str(self.target / "stdout.txt"), str(self.target / "stderr.txt")
        code = self.server.ask(
            kind="project", settings=str(self.settings), folder=folder, out=out, err=err
        )
        return _Ended(code)


class _Ended:
    pid = 0

    def __init__(self, code: int) -> None:
        self.code = code

    def wait(self, timeout: float | None = None) -> int:
        return self.code

    def poll(self) -> int:
        return self.code


def judged(name: str, folder: Path, server: Server, *, each: int) -> Iterator[Judged]:
    """The mutants of one example, chosen evenly from every kind."""
    path = EXAMPLES / f"{name}.ipynb"
    made = convert(str(path), Settings(displays="print"))
    project = folder / "project"
    for file, content in made.project.files.items():
        (project / file).parent.mkdir(parents=True, exist_ok=True)
        (project / file).write_bytes(content)
    package = made.plan.package
    source = project / "src" / package
    subject = subject_of(str(path), project, Options(), folder / "runs", given={}, files=())
    notebook = notebook_side(subject)
    names = {stage.name: [own for own, _ in stage.names] for stage in subject.provenance.stages}
    bare = _bare(server, project, package, path.parent, names, folder / "bare")
    again = _bare(server, project, package, path.parent, names, folder / "bare")
    assert bare == again and not bare.get("error"), f"{name} does not repeat itself"
    for mutant in chosen(mutants_of(project, package), each):
        file = source / mutant.file
        before = file.read_bytes()
        file.write_text(mutant.text, encoding="utf-8")
        shutil.rmtree(source / "__pycache__", ignore_errors=True)
        try:
            found = _bare(server, project, package, path.parent, names, folder / "bare")
            run = project_run(subject)
            Forked.server = server
            target = subject.folder("mutant")
            other = Forked(run, target).recording()
            proof = proof_of(notebook, other, subject.provenance, tolerance=Tolerance())
            shutil.rmtree(target, ignore_errors=True)
        finally:
            file.write_bytes(before)
        fails = bool(found.get("error"))
        kinds = tuple(sorted({one.kind for one in proof.findings}))
        yield Judged(name, mutant, found != bare, fails, proof.verdict == "different", kinds)


def project_run(subject: Any) -> ProjectRun:
    """The run that `prove` would make, as a package: no run folder is needed."""
    kept: list[ProjectRun] = []

    class Kept(RunningProject):
        def __init__(self, run: ProjectRun, target: Path) -> None:
            kept.append(run)

    project_side(subject, running=Kept)
    return replace(kept[0], target="package")


def _bare(
    server: Server, project: Path, package: str, data: Path, names: object, folder: Path
) -> dict[str, Any]:
    """What the pipeline does in a bare process: digests of pickled values, printed bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(data, folder / "work")
    report, out = folder / "report.json", folder / "out.txt"
    server.ask(
        kind="bare",
        source=str(project / "src"),
        package=package,
        folder=str(folder / "work"),
        names=names,
        report=str(report),
        out=str(out),
        err=str(folder / "err.txt"),
    )
    found: dict[str, Any] = json.loads(report.read_text()) if report.exists() else {"error": "died"}
    found["text"] = out.read_text(encoding="utf-8", errors="replace")
    return found


def chosen(mutants: Sequence[Mutant], each: int) -> list[Mutant]:
    """At most `each` mutants, from all kinds in turn; the same ones every time."""
    draw = random.Random(0)
    kinds: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        kinds.setdefault(mutant.kind, []).append(mutant)
    for group in kinds.values():
        draw.shuffle(group)
    found: list[Mutant] = []
    while len(found) < min(each, len(mutants)):
        for group in kinds.values():
            if group and len(found) < each:
                found.append(group.pop())
    return found


def all_judged(names: Sequence[str], each: int) -> list[Judged]:
    """The mutants of several examples."""
    server = Server()
    found: list[Judged] = []
    try:
        for name in names:
            with tempfile.TemporaryDirectory(prefix="nbship-mutants-") as folder:
                for one in judged(name, Path(folder), server, each=each):
                    found.append(one)
                    told = "caught" if one.caught else "missed" if one.changes else "no change"
                    told = "false" if one.false else told
                    print(f"{told:9s} {name} {one.mutant.kind}: {one.mutant.what}", flush=True)
    finally:
        server.close()
    return found


def table(found: Sequence[Judged]) -> str:
    """How many of the mutants that change something were caught, by kind."""
    changing = [one for one in found if one.changes]
    lines = ["| mutants | change something | of these fail | caught |", "|---|---|---|---|"]
    for kind in [*sorted({one.mutant.kind for one in found}), "all"]:
        group = [one for one in found if kind in ("all", one.mutant.kind)]
        some = [one for one in group if one.changes]
        failing = sum(one.fails for one in some)
        caught = sum(one.caught for one in some)
        lines.append(f"| {kind}: {len(group)} | {len(some)} | {failing} | {caught} |")
    share = 100 * sum(one.caught for one in changing) / max(1, len(changing))
    silent = [one for one in changing if not one.fails]
    quiet = 100 * sum(one.caught for one in silent) / max(1, len(silent))
    lines.append("")
    lines.append(
        f"caught: {share:.1f} % of those that change anything; "
        f"{quiet:.1f} % of those that do so without failing"
    )
    seen = sum(one.caught and not one.changes and not one.false for one in found)
    lines.append(f"noticed in figures or files only, where the bare run does not look: {seen}")
    lines.append(f"told different although nothing changes: {sum(one.false for one in found)}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--each", type=int, default=40, help="mutants of each notebook")
    parser.add_argument("--only", default="", help="only this example")
    options = parser.parse_args()
    names = [name for name in NOTEBOOKS if options.only in name]
    found = all_judged(names, options.each)
    print(table(found))
    changing = Counter(one.caught for one in found if one.changes)
    return 0 if changing[True] >= 0.95 * changing.total() else 1


if __name__ == "__main__":
    sys.exit(main())
