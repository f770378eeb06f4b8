"""The door to ruff: imports in order, and the rules that the notebook's own code breaks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from converter.errors import EnvironmentProblem

# The rules that generated projects check: ruff's classic defaults, isort, bugbear, pyupgrade.
RULES = "E4,E7,E9,F,I,B,UP"


def sorted_imports(text: str, package: str) -> str:
    """An import block in isort's order, `package` being the project's own."""
    if not text.strip():
        return ""
    return _ruff(["--select", "I", "--fix-only"], text, package)


def broken_rules(text: str, package: str) -> tuple[str, ...]:
    """Codes of the rules that a formatted module breaks, sorted."""
    report = _ruff(["--select", RULES, "--output-format", "json"], text, package)
    return tuple(sorted({entry["code"] for entry in json.loads(report) if entry["code"]}))


def _ruff(options: list[str], text: str, package: str) -> str:
    command = [
        *_executable(),
        "check",
        "--isolated",
        "--no-cache",
        "--quiet",
        "--target-version",
        "py310",
        "--config",
        f'lint.isort.known-first-party = ["{package}"]',
        "--stdin-filename",
        "module.py",
        *options,
        "-",
    ]
    run = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    if run.returncode not in (0, 1):
        raise EnvironmentProblem(
            "ruff did not run: " + run.stderr.decode(errors="replace").strip()[-500:],
            hint="install nbship again: pip install --force-reinstall ruff",
        )
    return run.stdout.decode()


def _executable() -> list[str]:
    beside = Path(sysconfig.get_path("scripts")) / "ruff"
    found = str(beside) if beside.exists() else shutil.which("ruff")
    return [found] if found else [sys.executable, "-m", "ruff"]
