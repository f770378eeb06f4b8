"""The door to ruff: imports in order, and the rules that the notebook's own code breaks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from converter.errors import EnvironmentProblem

# The rules that generated projects check: ruff's classic defaults, isort, bugbear, pyupgrade.
RULES = "E4,E7,E9,F,I,B,UP"


def sorted_imports(text: str, package: str, beside: Sequence[str] = ()) -> str:
    """An import block in isort's order; `package` and the files `beside` it are the project's own."""
    if not text.strip():
        return ""
    return _ruff(["--select", "I", "--fix-only"], text, (package, *beside))


def broken_rules(text: str, package: str, beside: Sequence[str] = ()) -> tuple[str, ...]:
    """Codes of the rules that a formatted module breaks, sorted."""
    report = _ruff(["--select", RULES, "--output-format", "json"], text, (package, *beside))
    return tuple(sorted({entry["code"] for entry in json.loads(report) if entry["code"]}))


def laid_out(text: str) -> str:
    """Python of ours in black's style: ruff's formatter takes a tenth of black's time.

    The notebook's own code goes through black itself.
    """
    return _run(["format", "--line-length", "88"], text)


def _ruff(options: list[str], text: str, own: Sequence[str]) -> str:
    modules = [name.removesuffix(".py").split("/")[0] for name in own]
    first_party = f"lint.isort.known-first-party = {json.dumps(sorted(set(modules)))}"
    # By default ruff takes packages in the working folder, and in its `src`, for the project's own.
    return _run(["check", "--config", first_party, "--config", "src = []", *options], text)


def _run(command: list[str], text: str) -> str:
    fixed = ["--isolated", "--no-cache", "--quiet", "--target-version", "py310"]
    command = [*_executable(), *command, *fixed, "--stdin-filename", "module.py", "-"]
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
