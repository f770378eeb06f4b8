"""Servers that the user keeps: started for notebooks, listed, stopped."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from converter.errors import EnvironmentProblem
from converter.run.warm.foreseen import foreseen
from converter.run.warm.launch import Unsuitable, launch_of
from converter.run.warm.runtime import listening
from converter.run.warm.servers import Servers
from converter.run.warm.zygote.wire import Gone


@dataclass(frozen=True)
class Wanted:
    """A notebook to keep a server for: its name, kernel and code cells."""

    name: str
    kernel: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A server that listens."""

    pid: int
    notebooks: tuple[str, ...]
    modules: int
    runs: int
    running: int


def start(wanted: Iterable[Wanted], idle: float, environment: Mapping[str, str]) -> list[int]:
    """Have servers make the notebooks' imports and stay; the process numbers of new ones.

    They leave after `idle` seconds without use. Raises EnvironmentProblem.
    """
    servers = Servers()
    notebooks = list(wanted)
    try:
        for one in notebooks:
            launch = launch_of(one.kernel)
            complete = launch.environment(environment)
            servers.returned(servers.taken(launch, foreseen(one.sources), complete), [])
        return servers.keep(idle, [one.name for one in notebooks])
    except Unsuitable as exc:
        raise EnvironmentProblem(f"no warm server for {one.name}: {exc}") from exc
    except Gone as exc:
        raise EnvironmentProblem(f"the warm server has ended: {exc}") from exc
    finally:
        servers.close()


def kept() -> list[Kept]:
    """The servers that listen."""
    found = []
    for one in listening():
        said: dict[str, Any] = one.said
        numbers = (int(said[name]) for name in ("modules", "runs", "running"))
        found.append(Kept(int(said["pid"]), one.notebooks, *numbers))
        one.server.close()
    return found


def stop(*, now: bool) -> list[int]:
    """Have the servers leave when their runs have ended, or `now` with them; who they were."""
    pids = []
    for one in listening():
        try:
            one.server.asked({"do": "stop", "now": now})
        except Gone:
            continue
        finally:
            one.server.close()
        pids.append(int(one.said["pid"]))
    return pids


def megabytes(pid: int) -> float:
    """Resident memory of a server."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            pages = int(file.read().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
