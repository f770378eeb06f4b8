"""The generated project passes its own checks, and nbship's wheel has the templates."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import black
import pytest
from factories import a_parameter, a_plan, a_stage, some_modules

from converter.model.settings import Settings, Target
from converter.scaffold.project import scaffold

ROOT = Path(__file__).parents[2]
EXTRA = {"notebooks/churn.ipynb": b"{}\n", "src/helper.py": b"import os, sys\nx=1\n"}
HOSTILE = '"\'""" \\ {{ 1 }} {% if %} ]\n# type: ignore\r\n\u202e<b>$(id)`'


def formatted(text: str) -> str:
    return black.format_str(text, mode=black.Mode())


def project_in(folder: Path, target: Target, words: str) -> Path:
    """A project whose free text is `words`, on disk."""
    plan = a_plan(
        settings=Settings(target=target),
        title=words,
        prose=words,
        parameters=(
            a_parameter("SEED", "int", "7", value=7, comment=words),
            a_parameter("FEATURES", "list[str]", '["age"]', value=["age"], comment=words),
            a_parameter("LABEL", "str", repr(words), value=words),
        ),
        stages=(
            a_stage("load", title=words, settings=("SEED",), outputs=("df",)),
            a_stage("train", title=words, inputs=("df",), settings=("FEATURES", "SEED")),
        ),
        figures=True,
        shows=True,
    )
    for path, content in scaffold(plan, some_modules(), EXTRA, format=formatted).files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def check(*command: str, cwd: Path) -> str:
    """What `python -m command` printed; its failure is ours."""
    environment = {**os.environ, "PYTHONPATH": str(cwd / "src")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("words", ["Plain words", HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("target", ["job", "package"])
def test_ruff_has_nothing_to_say(tmp_path: Path, target: Target, words: str) -> None:
    project_in(tmp_path, target, words)
    check("ruff", "check", "--no-cache", ".", cwd=tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["Plain words", HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("target", ["job", "package"])
def test_mypy_and_its_own_tests_pass(tmp_path: Path, target: Target, words: str) -> None:
    project_in(tmp_path, target, words)
    check("mypy", cwd=tmp_path)
    assert "passed" in check("pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)


@pytest.mark.slow
def test_a_wheel_has_every_template(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    check("build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    wanted = {
        f"converter/_templates/{p.relative_to(ROOT / 'templates').as_posix()}" for p in templates
    }
    assert wanted <= names
    assert "converter/_templates/job/.github/workflows/ci.yml.jinja" in names
    assert "converter/_templates/job/gitignore" in names
    # What is no module goes along too: the report's page, its script and style.
    ours = [path for path in (ROOT / "converter").rglob("*.*") if "__pycache__" not in path.parts]
    ours = [path for path in ours if path.is_file() and "_templates" not in path.parts]
    assert {path.relative_to(ROOT).as_posix() for path in ours} <= names
