"""Projects installed from their own pyproject.toml in an environment of their own."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from projects import ROOT, OnDisk, converted

from converter.model.settings import Settings

SECONDS = 600


def quick_start(project: OnDisk) -> str:
    """The commands of the README's first code block."""
    text = (project.folder / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```bash\n(.*?)```", text, re.S)
    assert found is not None
    return found[1]


def shell(script: str, project: OnDisk) -> subprocess.CompletedProcess[str]:
    """The script, run by sh line by line as a newcomer would, without our own environment."""
    kept = {
        name: text for name, text in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    ours = f"{ROOT}/.venv/bin"
    kept["PATH"] = ":".join(part for part in kept["PATH"].split(":") if part != ours)
    return subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=project.folder,
        env=kept,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["campaign_report", "kpi_report", "churn"])
def test_the_readme_can_be_followed(tmp_path: Path, name: str) -> None:
    project = converted(name, Settings(displays="print"), tmp_path)
    done = shell(quick_start(project), project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout)
    (folder,) = (path for path in (tmp_path / "runs").iterdir() if path.name != "failed")
    assert (folder / "run.json").is_file()
    checks = ". .venv/bin/activate && ruff check . && mypy"
    checked = shell(checks, project)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.slow
def test_the_readme_of_a_package_can_be_followed(tmp_path: Path) -> None:
    project = converted("kpi_report", Settings(target="package"), tmp_path)
    done = shell(quick_start(project), project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout)
