"""Where a run takes place: host, commit of the code, Python and its packages."""

from __future__ import annotations

import json
import os
import platform
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

_SECONDS = 20
_METADATA = re.compile(r"(?P<name>[A-Za-z0-9][\w.]*)-(?P<version>[\w.!+]+)\.(?:dist|egg)-info$")
_PATHS = "import json,sys;print(json.dumps([sys.version.split()[0], sys.path]))"


@dataclass(frozen=True)
class Surroundings:
    """What a record says of the place; `git_dirty` when tracked files were edited since."""

    host: str
    pid: int
    python: str
    packages: dict[str, str] = field(default_factory=dict)
    git_commit: str = ""
    git_dirty: bool = False


def surroundings_of(folder: Path, python: str = "") -> Surroundings:
    """The surroundings of code in `folder` that runs under the interpreter `python` (ours)."""
    version, packages = _installed(python or sys.executable)
    commit, dirty = git_state(folder)
    return Surroundings(socket.gethostname(), os.getpid(), version, packages, commit, dirty)


def new_id(now: float | None = None) -> str:
    """An id for a run or a sweep; ids sort by the time that they were made."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now if now is not None else time.time()))
    return f"{stamp}-{secrets.token_hex(4)}"


def git_state(folder: Path) -> tuple[str, bool]:
    """The commit that `folder` is at, and whether tracked files were edited; no commit: ""."""
    command = ["git", "-C", str(folder), "describe", "--always", "--abbrev=40", "--dirty"]
    try:
        done = subprocess.run(
            [*command, "--exclude=*"], capture_output=True, text=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return os.environ.get("GIT_COMMIT", ""), False
    text = done.stdout.strip()
    return text.removesuffix("-dirty"), text.endswith("-dirty")


@lru_cache(maxsize=16)
def _installed(python: str) -> tuple[str, dict[str, str]]:
    """The version of an interpreter, and the packages that it can import."""
    if Path(python) == Path(sys.executable):
        return platform.python_version(), packages_in(sys.path)
    try:
        done = subprocess.run(
            [python, "-c", _PATHS], capture_output=True, text=True, timeout=_SECONDS, check=True
        )
        version, paths = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return "", {}
    return str(version), packages_in(paths)


def packages_in(paths: Iterable[str]) -> dict[str, str]:
    """Name -> version, from the names of the metadata folders: opening each takes far longer."""
    found: dict[str, str] = {}
    for path in paths:
        try:
            names = os.listdir(path or ".")
        except OSError:
            continue
        for name in names:
            match = _METADATA.fullmatch(name)
            if match:
                found.setdefault(match["name"].replace("_", "-").lower(), match["version"])
    return dict(sorted(found.items()))
