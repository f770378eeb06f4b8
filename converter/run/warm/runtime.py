"""Servers that stay between commands: where their sockets are, and who may find them.

They lie in a folder of the user's own that nobody else can enter; a folder that others could have
made or changed is not used. Each socket has a file beside it that tells what kernel it serves.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter import __version__
from converter.errors import EnvironmentProblem
from converter.run.warm.launch import Launch
from converter.run.warm.process import Server
from converter.run.warm.zygote.door import peer_user
from converter.run.warm.zygote.wire import Gone

_SECONDS = 30.0  # a server that imports answers when it is done
_LONGEST_PATH = 100  # of a unix socket, a little less than what the system takes


@dataclass(frozen=True)
class Found:
    """A listening server: its connection, what it says of itself, and the notebooks it is for."""

    server: Server
    said: dict[str, Any]
    notebooks: tuple[str, ...]
    path: Path


def _place() -> Path:
    base = os.environ.get("XDG_RUNTIME_DIR") or ""
    return Path(base) / "nbship" if base else Path(tempfile.gettempdir()) / f"nbship-{os.getuid()}"


def folder() -> Path:
    """The private folder of this user's servers, made if need be. Raises EnvironmentProblem."""
    path = _place()
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
    except OSError as exc:
        raise EnvironmentProblem(
            f"{path}: no place for warm servers: {exc.strerror}",
            hint="set XDG_RUNTIME_DIR to a folder of your own",
        ) from exc
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    if found.st_uid != os.getuid() or not private:
        raise EnvironmentProblem(
            f"{path}: others than you may have made it or may enter it",
            hint="remove it, or set XDG_RUNTIME_DIR to a folder of your own",
        )
    return path


def new_socket(launch: Launch) -> Path:
    """A path for a server's socket. Raises EnvironmentProblem."""
    path = folder() / f"{key_of(launch)}-{os.urandom(3).hex()}"
    if len(str(path)) > _LONGEST_PATH:
        raise EnvironmentProblem(
            f"{path}: too long for a socket", hint="set XDG_RUNTIME_DIR to a shorter path"
        )
    return path


def key_of(launch: Launch) -> str:
    """The part of a socket's name that tells the kernel."""
    return hashlib.sha256(repr((__version__, launch.key())).encode()).hexdigest()[:12]


def listening(launch: Launch | None = None) -> Iterator[Found]:
    """The servers that answer, for this kernel or for any; what is left of dead ones is removed."""
    if not _place().exists():
        return
    try:
        files = sorted(folder().glob(f"{key_of(launch) if launch else ''}*-*.json"))
    except EnvironmentProblem:
        return
    for beside in files:
        path = beside.with_suffix("")
        connection = _connected(path)
        if connection is None:
            for stale in (path, beside):
                stale.unlink(missing_ok=True)
            continue
        server = Server(connection, "")
        with suppress(Gone, OSError, ValueError):
            said = server.asked({"do": "describe"})
            told = json.loads(beside.read_text(encoding="utf-8"))
            connection.settimeout(None)
            yield Found(server, said, tuple(told["notebooks"]), path)
            continue
        server.close()


def _connected(path: Path) -> socket.socket | None:
    """A connection to the server at a path; None when it is dead or another user's."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(_SECONDS)
        connection.connect(str(path))
        if peer_user(connection) == os.getuid():
            return connection
    except OSError:
        pass
    connection.close()
    return None
