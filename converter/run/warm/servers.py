"""The servers of a pool: which one suits a run, and when another has to be started."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from converter.run.prepared import SECRET_PREFIX
from converter.run.warm import runtime
from converter.run.warm.foreseen import Foreseen, Import, Setting, Step
from converter.run.warm.launch import Launch, Unsuitable
from converter.run.warm.process import NoServer, OwnServer, Server
from converter.run.warm.verdicts import Verdicts
from converter.run.warm.zygote.wire import Gone

_MOST = 4  # servers of a pool; one that nobody uses makes room
_MOST_TRIES = 8  # each leaves one more module to the runs


@dataclass(eq=False)
class Warmed:
    """A server with what it was made for and has done."""

    process: Server
    launch: Launch
    settings: tuple[Step, ...]
    done: set[Step]
    late: frozenset[str] = frozenset()
    learned: list[str] = field(default_factory=list)
    users: int = 0
    retired: bool = False
    kept: bool = False  # by the user, for other commands too


class Servers:
    """Hands out servers that have made a notebook's imports. Safe to use from several threads."""

    def __init__(self, verdicts: Verdicts | None = None) -> None:
        self._verdicts = verdicts or Verdicts()
        self._all: list[Warmed] = []
        self._turn = threading.RLock()

    def taken(self, launch: Launch, wanted: Foreseen, environment: Mapping[str, str]) -> Warmed:
        """A server that suits, marked as in use. Raises Unsuitable."""
        with self._turn:
            for each in self._all:
                if not each.retired and _suits(each, launch, wanted) and self._topped(each, wanted):
                    break
            else:
                each = self._kept(launch, wanted) or self._started(launch, wanted, environment)
                self._all.append(each)
            each.users += 1
            self._make_room()
            return each

    def returned(self, server: Warmed, learned: list[str]) -> None:
        """Say that a run is over; `learned` are modules that it imported by itself."""
        with self._turn:
            server.users -= 1
            known = {step.statement for step in server.done if isinstance(step, Import)}
            server.learned += [n for n in learned if f"import {n}" not in known]
            if server.kept and server.learned and not server.retired:
                self._topped(server, Foreseen())  # the next command will not know of them
            self._make_room()

    def retire(self, server: Warmed) -> None:
        """Give the server no more runs."""
        with self._turn:
            server.retired = True
            self._make_room()

    def keep(self, idle: float, notebooks: Sequence[str]) -> list[int]:
        """Let the servers listen to other processes of the user, and forget them here.

        Their process numbers. Raises EnvironmentProblem, Gone.
        """
        pids = []
        with self._turn:
            for each in list(self._all):
                if isinstance(each.process, OwnServer) and not each.retired:
                    path = runtime.new_socket(each.launch)
                    told = json.dumps({"notebooks": list(notebooks)})
                    listen = {"do": "listen", "path": str(path), "idle": idle, "told": told}
                    pids.append(int(each.process.asked(listen)["pid"]))
                    each.process.release()
                    self._all.remove(each)
        return pids

    def close(self) -> None:
        """End all servers, and their runs with them."""
        with self._turn:
            for each in self._all:
                each.process.close()
            self._all.clear()

    def _make_room(self) -> None:
        unused = [each for each in self._all if not each.users]
        surplus = len(self._all) - _MOST
        for place, each in enumerate(unused):
            if each.retired or place < surplus:
                each.process.close()
                self._all.remove(each)

    def _topped(self, server: Warmed, wanted: Foreseen) -> bool:
        """Make what the server has not imported yet; False when it is spoilt or dead."""
        missing = [step for step in wanted.steps if step not in server.done]
        if server.kept:  # what is hardly worth a wait is left to the run
            missing = [step for step in missing if step.matters()]
        learned = [Import(name.partition(".")[0], f"import {name}") for name in server.learned]
        server.learned.clear()
        if not missing and not learned:
            return True
        try:
            unclean = self._asked(server.process, [*missing, *learned])
        except Gone:
            server.retired = True
            return False
        if unclean:
            self._verdicts.add(server.process.environment, unclean)
            server.retired = True
            return False
        server.done.update(missing, learned)
        return True

    def _kept(self, launch: Launch, wanted: Foreseen) -> Warmed | None:
        """A server that the user keeps and that has all that is wanted."""
        chosen: Warmed | None = None
        for found in runtime.listening(launch):
            done = {_unwired(step) for step in found.said["steps"]}
            settings = tuple(_unwired(s) for s in found.said["steps"] if s[0] != "import")
            found.server.environment = f"{launch.python[0]} {found.said['installed']}"
            server = Warmed(found.server, launch, settings, done, kept=True)
            enough = _mattering(wanted.steps) <= done and _suits(server, launch, wanted)
            if chosen is None and enough:
                chosen = server
            else:
                found.server.close()
        return chosen

    def _started(self, launch: Launch, wanted: Foreseen, environment: Mapping[str, str]) -> Warmed:
        """A new server with the imports made. Raises Unsuitable."""
        # A process's first environment can be read as long as it lives; a run gets its own.
        clean = {n: v for n, v in environment.items() if not n.startswith(SECRET_PREFIX)}
        for _ in range(_MOST_TRIES):
            try:
                process = OwnServer(launch.python, launch.of_server(), clean)
            except (NoServer, OSError) as exc:
                raise Unsuitable(f"its Python cannot run a server: {exc}") from exc
            try:
                unclean = self._asked(process, list(wanted.steps))
            except Gone:
                process.close()
                raise Unsuitable("the imports ended the server") from None
            except BaseException:  # ^C too: clean up, then on with the error
                process.close()
                raise
            if not unclean:
                return Warmed(process, launch, wanted.settings(), set(wanted.steps), wanted.late)
            process.close()
            self._verdicts.add(process.environment, unclean)
        raise Unsuitable("too many of its imports cannot be made ahead of a run")

    def _asked(self, process: Server, steps: list[Step]) -> dict[str, str]:
        """What the server says of the imports: modules that have spoilt it, and how."""
        kept_out = self._verdicts.of(process.environment)
        wire = [_wired(step) for step in steps if not _is_among(step, kept_out)]
        found: dict[str, str] = process.asked({"do": "import", "steps": wire})["unclean"]
        return found


def _suits(server: Warmed, launch: Launch, wanted: Foreseen) -> bool:
    """Whether the server's imports could be the notebook's; some may be missing yet."""
    roots = {step.root for step in server.done if isinstance(step, Import)}
    if (
        server.launch.key() != launch.key()
        or server.settings != wanted.settings()
        or roots & wanted.late
    ):
        return False
    # With variables set in between, the order of imports counts.
    return not server.settings or _mattering(server.done) == _mattering(wanted.steps)


def _mattering(steps: Iterable[Step]) -> set[Step]:
    return {step for step in steps if step.matters()}


def _is_among(step: Step, kept_out: Mapping[str, str]) -> bool:
    if isinstance(step, Setting):
        return False
    return step.root in kept_out or step.statement in kept_out


def _unwired(step: Sequence[str]) -> Step:
    kind, name, text = step
    if kind == "import":
        return Import(name, text)
    return Setting(name, text if kind == "set" else None)


def _wired(step: Step) -> list[Any]:
    match step:
        case Import(root=root, statement=statement):
            return ["import", root, statement]
        case Setting(variable=variable, value=None):
            return ["unknown", variable, ""]
        case Setting(variable=variable, value=value):
            return ["set", variable, value]
