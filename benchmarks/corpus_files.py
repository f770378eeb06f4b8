"""The corpus on disk: its notebooks, its environment, and where this run keeps its work."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

SHELL_NEEDS = ("ipykernel", "pydantic", "pydantic-settings", "pyyaml", "joblib")


@dataclass(frozen=True)
class Item:
    """One notebook of the manifest. `key` names it in tables and folders."""

    source: str
    path: str
    file: Path
    bench: bool

    @property
    def key(self) -> str:
        return f"{self.source.split('==')[0]}/{self.path}"

    @property
    def slug(self) -> str:
        return re.sub(r"[^A-Za-z0-9.]+", "_", self.key)


@dataclass(frozen=True)
class Bench:
    """Where notebooks and jobs run: the environment's Python, the work folder, a time limit."""

    python: Path
    work: Path
    timeout: int


def items_of(manifest: Path, corpus: Path) -> list[Item]:
    """The Python notebooks of the manifest that are on disk, in its order."""
    records = json.loads(manifest.read_text(encoding="utf-8"))["notebooks"]
    folders = {folder.name.lower(): folder for folder in corpus.iterdir() if folder.is_dir()}
    found = []
    for record in records:
        if record["language"] != "python":
            continue
        folder = folders.get(record["source"].replace("==", "-").lower())
        file = (folder or corpus / "missing") / record["path"]
        if file.is_file():
            bench = bool(record.get("bench"))
            found.append(Item(record["source"], record["path"], file, bench))
    return found


def build_corpus(shared: Path, corpus: Path) -> None:
    """Download and unpack the pinned source distributions, unless they are there already."""
    if (corpus / ".complete").exists():
        return
    tools = corpus.parent / "tools"
    venv.create(tools, with_pip=True)
    subprocess.run([tools / "bin/python", "-m", "pip", "install", "-q", "unearth"], check=True)
    path = f"{tools / 'bin'}{os.pathsep}{os.environ['PATH']}"
    script = [tools / "bin/python", shared / "build_public.py", corpus]
    subprocess.run(script, check=True, env={**os.environ, "PATH": path})
    (corpus / ".complete").touch()


def build_environment(shared: Path, env: Path) -> None:
    """Make the environment in which the bench notebooks run, unless it is there already."""
    if (env / ".complete").exists():
        return
    # The pins were made under 3.11; a newer Python may lack wheels for some of them.
    python = shutil.which("python3.11") or sys.executable
    subprocess.run([python, "-m", "venv", str(env)], check=True)
    pip = [str(env / "bin/python"), "-m", "pip", "install", "-q"]
    pins = str(shared / "environment.txt")
    subprocess.run([*pip, "--no-deps", "-r", pins], check=True)
    subprocess.run([*pip, *SHELL_NEEDS], check=True)
    (env / ".complete").touch()
