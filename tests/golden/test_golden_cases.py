"""Every golden case: what it becomes, byte for byte, and that it does what the notebook did."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden.cases import CASES, Case
from golden.conversions import outcome, write_project
from golden.differential import as_printed, job_run, notebook_run
from golden.servers import Server

CONVERTED = [case for case in CASES if case.exit == 0]
RUNS = [
    pytest.param(
        case, displays, override, id=f"{case.name}-{displays}{'-override' * bool(override)}"
    )
    for case in CASES
    if case.run
    for displays, override in (("drop", {}), ("print", case.override))
]


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


@pytest.fixture(scope="session")
def executions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    # What IPython gives commands to: the author's shell, whatever runs the tests has none.
    folder = tmp_path_factory.mktemp("executions")
    server = Server("executions.py", folder, SHELL="/bin/bash")
    yield server
    server.close()


@each(CASES)
def test_emits_what_is_expected(case: Case, request: pytest.FixtureRequest) -> None:
    before = case.input.read_bytes()
    done = outcome(case)
    assert case.input.read_bytes() == before, "the notebook was changed"
    if request.config.getoption("--update"):
        _update(case)
        pytest.fail("expected files were written: read the diff, then run without --update")
    assert done.exit == case.exit, done.messages
    known = case.messages.read_text(encoding="utf-8") if case.messages.exists() else ""
    assert done.messages == known
    found = {
        str(path.relative_to(case.expected)): path.read_text(encoding="utf-8")
        for path in sorted(case.expected.rglob("*"))
        if path.is_file()
    }
    assert sorted(done.code) == sorted(found)
    for name, text in done.code.items():
        assert text == found[name], name


@each(CONVERTED)
def test_modules_are_clean(case: Case, tmp_path: Path) -> None:
    import black

    for name, text in outcome(case).code.items():
        compile(text, name, "exec", dont_inherit=True)
        assert black.format_str(text, mode=black.Mode()) == text, name
        assert outcome(case).literal or _undefined(text, name) == []
    write_project(outcome(case), tmp_path)
    ruff = Path(sysconfig.get_path("scripts")) / "ruff"
    command = [str(ruff) if ruff.exists() else "ruff", "check", "--no-cache", "."]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("case, displays, override", RUNS)
def test_job_does_what_the_notebook_did(
    case: Case, displays: str, override: dict[str, object], executions: Server, tmp_path: Path
) -> None:
    done = outcome(case, displays)
    folders = {name: tmp_path / name for name in ("notebook", "job")}
    for folder in folders.values():
        folder.mkdir()
    notebook = notebook_run(
        case, done.results, override, server=executions, folder=folders["notebook"]
    )
    assert not notebook.error, f"the notebook itself fails: {notebook.error}"
    told = {**case.given, **override}
    job = job_run(case, done, told, server=executions, folder=folders["job"])
    assert not job.error
    assert job.printed == as_printed(notebook, displays)
    assert job.values == notebook.values
    assert job.files == notebook.files


def _undefined(text: str, name: str) -> list[str]:
    """The names that pyflakes misses in a module."""
    from pyflakes.checker import Checker
    from pyflakes.messages import UndefinedName

    found = Checker(ast.parse(text), name).messages
    return [str(message) for message in found if isinstance(message, UndefinedName)]


def _update(case: Case) -> None:
    done = outcome(case)
    assert done.exit == case.exit, done.messages
    shutil.rmtree(case.expected, ignore_errors=True)
    for name, text in done.code.items():
        path = case.expected / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    case.messages.unlink(missing_ok=True)
    if done.messages:
        case.messages.write_text(done.messages, encoding="utf-8", newline="\n")
