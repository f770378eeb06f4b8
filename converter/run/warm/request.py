"""What a server is told of a run."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from converter.run.warm.child import Child
from converter.run.warm.foreseen import Foreseen
from converter.run.warm.launch import Launch, Unsuitable
from converter.run.warm.process import Server, null_device, run_on


class Unfit(Exception):
    """The server does not suit this run, another one would."""


@dataclass(frozen=True)
class Request:
    """A run to be forked: `mode`, the kernel's start, and where what it prints elsewhere goes."""

    mode: str
    launch: Launch
    wanted: Foreseen
    environment: Mapping[str, str]
    folder: str
    streams: tuple[int, int] | None = None

    def child(self, server: Server, file: str) -> Child:
        """The child that the server forks; `file` is the kernel's connection file.

        Raises Gone when the server is, Unfit when another one has to be asked, Unsuitable.
        """
        null = null_device()
        try:
            line, told = run_on(server, self._message(file), *(self.streams or (null, null)))
        finally:
            os.close(null)
        try:
            child = Child(line, told)
        except BaseException:  # ^C too: close what would keep the run alive, then on with it
            line.close()
            told.close()
            raise
        if not child.refusal:
            return child
        child.close()
        if child.refusal["unfit"] == "shadowed":
            raise Unsuitable(child.refusal["why"])
        raise Unfit(child.refusal["why"])

    def _message(self, file: str) -> dict[str, Any]:
        return {
            "do": "run",
            "mode": self.mode,
            "folder": self.folder,
            "environment": dict(self.environment),
            "umask": _umask(),
            "executable": self.launch.python[0],
            "arguments": self.launch.shown(file),
            "connection_file": file,
            "late": sorted(self.wanted.late),
        }


def connection_file(kernel: str) -> str:
    """A new connection file like jupyter_client's, for a kernel without sockets: its ports are 0."""
    handle, path = tempfile.mkstemp(suffix=".json")
    ports = {f"{name}_port": 0 for name in ("shell", "iopub", "stdin", "control", "hb")}
    rest = {"ip": "127.0.0.1", "key": "", "transport": "tcp", "signature_scheme": "hmac-sha256"}
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({**ports, **rest, "kernel_name": kernel}, file, indent=2)
    return path


def _umask() -> int:
    """The process's umask, read without changing it: other threads make files."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("Umask:"):
                return int(line.split()[1], 8)
    return 0o022
