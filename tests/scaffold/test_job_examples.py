"""The jobs of the example notebooks print what the notebooks print."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from projects import EXAMPLES, OnDisk, converted

from converter.model.settings import Settings, Target

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.ipynb"))
LONGEST = {"churn_exploration", "demand_forecast", "segmentation"}
TOKEN = "tok-81c2f0a7e5"
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def executed(name: str, folder: Path) -> list[dict[str, Any]]:
    """The outputs of a notebook that a kernel ran in `folder`, in order; a secret is given."""
    import nbformat
    from nbclient import NotebookClient

    shutil.copytree(EXAMPLES, folder)
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('API_TOKEN: str = ""', f'API_TOKEN: str = "{TOKEN}"')
    NotebookClient(notebook, timeout=100, resources={"metadata": {"path": str(folder)}}).execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def printed(outputs: list[dict[str, Any]]) -> str:
    """What the notebook wrote to standard output."""
    texts = [each["text"] for each in outputs if each.get("name") == "stdout"]
    return _ADDRESS.sub("0x", "".join(texts))


def printed_and_shown(outputs: list[dict[str, Any]]) -> str:
    """The same, and the text form of every value that was shown, figures left out."""
    texts = []
    for each in outputs:
        if each.get("name") == "stdout":
            texts.append(each["text"])
        elif "data" in each and not each["data"]["text/plain"].startswith("<Figure size"):
            texts.append(each["data"]["text/plain"] + "\n")
    return _ADDRESS.sub("0x", "".join(texts))


def secrets_of(project: OnDisk) -> dict[str, str]:
    """What a project needs to run besides its defaults."""
    wanted = "API_TOKEN" in (project.folder / f"src/{project.package}/parameters.py").read_text()
    return {f"{project.package.upper()}_API_TOKEN": TOKEN} if wanted else {}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if name in LONGEST else ()) for name in NAMES],
)
def test_the_job_prints_what_the_notebook_prints(tmp_path: Path, name: str) -> None:
    outputs = executed(name, tmp_path / "notebook")
    for displays, expected in (("drop", printed(outputs)), ("print", printed_and_shown(outputs))):
        settings = Settings(displays=displays)  # type: ignore[arg-type]
        project = converted(name, settings, tmp_path / displays)
        done = project.command(
            "run", "--output-dir", "../runs", at=project.folder / "notebooks", **secrets_of(project)
        )
        assert done.code == 0, done.err
        assert _ADDRESS.sub("0x", done.out) == expected
        assert "Traceback" not in done.err


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("target", ["job", "package"])
def test_ruff_finds_nothing(tmp_path: Path, name: str, target: Target) -> None:
    project = converted(name, Settings(target=target, displays="print"), tmp_path)
    checked = project.module("ruff", "check", "--no-cache", ".")
    assert checked.code == 0, checked.out


def check_types_and_tests(project: OnDisk) -> None:
    typed = project.module("mypy", "--no-incremental")
    assert typed.code == 0, typed.out
    tested = project.module("pytest", "-q", "-p", "no:cacheprovider")
    assert tested.code == 0, tested.out
    assert "passed" in tested.out


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_types_and_own_tests_of_a_job(tmp_path: Path, name: str) -> None:
    check_types_and_tests(converted(name, Settings(displays="print"), tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_types_and_own_tests_of_a_package(tmp_path: Path, name: str) -> None:
    check_types_and_tests(converted(name, Settings(target="package"), tmp_path))
