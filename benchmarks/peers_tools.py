"""The converters that are compared: how each is installed, called, looked over and run.

Every tool is called as its users call it: its command line, one process for each notebook. Peers
live in environments of their own and are no dependencies of nbship.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NBSHIP = Path(sys.executable).with_name("nbship")


@dataclass(frozen=True)
class Tool:
    """`command` converts and `start` only starts the tool: `{notebook}`, `{out}` and `{copy}` are
    replaced, the first word is a console script of its environment, in which `pins` are.

    `code` are patterns of the files that count as emitted code. `run` says how they are run:
    `script`, `job` (nbship's), `tasks` (a ploomber pipeline of notebooks) or `stages` (`run()`);
    `runner` are pins of what is only needed for that. `refusals` are its exit codes for refusing,
    where it documents them; `refuses` is found in its text where a traceback is a refusal all the same.
    """

    name: str
    pins: tuple[str, ...]
    command: tuple[str, ...]
    start: tuple[str, ...]
    code: tuple[str, ...]
    run: str
    refusals: tuple[int, ...] = ()
    runner: tuple[str, ...] = ()
    refuses: str = ""


TOOLS = (
    Tool(
        "nbship",
        (),
        ("nbship", "convert", "{notebook}", "-o", "{out}"),
        ("nbship", "--version"),
        ("src/**/*.py", "tests/**/*.py", "deploy/**/*.py"),
        "job",
        (1, 2),
    ),
    Tool(
        "jupytext",
        ("jupytext==1.19.6",),
        ("jupytext", "--to", "py", "{notebook}", "-o", "{out}/{stem}.py"),
        ("jupytext", "--version"),
        ("*.py",),
        "script",
    ),
    Tool(
        "nbconvert",
        # Without IPython it leaves magics as they are, which is no Python.
        ("nbconvert==7.17.2", "ipython==9.18.1"),
        ("jupyter-nbconvert", "--to", "script", "{notebook}", "--output-dir", "{out}"),
        ("jupyter-nbconvert", "--version"),
        ("*.py", "*.txt"),
        "script",
    ),
    Tool(
        "soorgeon",
        ("soorgeon==0.0.20",),
        # It rewrites the notebook that it is given.
        ("soorgeon", "refactor", "{copy}"),
        ("soorgeon", "--version"),
        ("tasks/*.ipynb", "tasks/*.py", "exported.py"),
        "tasks",
        (),
        ("ploomber==0.23.3",),
        # It prints the traceback of its own refusals, too.
        r"soorgeon\.exceptions\.InputError",
    ),
    Tool(
        "notebook-to-pipeline",
        ("notebook-to-pipeline==0.2.1",),
        ("nb2p", "scaffold", "{notebook}", "--out", "{out}"),
        ("nb2p", "--version"),
        ("src/**/*.py", "tests/**/*.py"),
        "stages",
    ),
)


@dataclass(frozen=True)
class Installed:
    """A tool, the folder of its console scripts and that of its runner's; `trouble` says why it
    could not be installed."""

    tool: Tool
    scripts: Path
    trouble: str = ""
    runner: Path = Path()

    def words(self, command: tuple[str, ...], **places: object) -> list[str]:
        """`command` with its script's path and the places filled in."""
        first, *rest = command
        return [str(self.scripts / first), *(word.format(**places) for word in rest)]


def installed(tool: Tool, cache: Path) -> Installed:
    """The tool in environments of its own below `cache`; nbship is where this script runs."""
    if not tool.pins:
        return Installed(tool, NBSHIP.parent, "" if NBSHIP.exists() else f"no {NBSHIP.name} here")
    scripts, trouble = environment_of(tool.pins, cache)
    runner = Path()
    if tool.runner and not trouble:
        runner, trouble = environment_of(tool.runner, cache)
    return Installed(tool, scripts, trouble, runner)


def environment_of(pins: tuple[str, ...], cache: Path) -> tuple[Path, str]:
    """The scripts' folder of an environment with `pins`, made unless it is there; what failed."""
    folder = cache / "-".join(pins).replace("==", "-")
    if (folder / ".complete").exists():
        return folder / "bin", ""
    venv.create(folder, with_pip=True, clear=True)
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *pins]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        return folder / "bin", (lines or ["pip failed"])[-1][:200]
    (folder / ".complete").touch()
    return folder / "bin", ""


def emitted(tool: Tool, out: Path) -> list[Path]:
    """The code that the tool has written below `out`, in order."""
    return sorted({file for pattern in tool.code for file in out.glob(pattern)})


def package_of(out: Path) -> str:
    """The one package below `src`, or nothing."""
    found = sorted(file.parent.name for file in out.glob("src/*/__init__.py"))
    return found[0] if found else ""


def clean_environment(**more: str) -> dict[str, str]:
    """This process' variables without what belongs to its own Python."""
    ours = re.compile(r"PYTHON(PATH|HOME|DONTWRITEBYTECODE|HASHSEED)|VIRTUAL_ENV|MPLBACKEND")
    kept = {name: text for name, text in os.environ.items() if not ours.fullmatch(name)}
    return {**kept, "PLOOMBER_STATS_ENABLED": "false", **more}


def versions(tools: tuple[Tool, ...]) -> Iterator[str]:
    """What is compared, as the table's head names it."""
    for tool in tools:
        pins = (*tool.pins, *tool.runner)
        yield " with ".join(pin.replace("==", " ") for pin in pins) or "nbship (this checkout)"
