"""A generated project, run once by its own entry point with the probe in its process."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from converter.errors import EnvironmentProblem, RunTimeout
from converter.model.recording import Output, Recording
from converter.observe.events import events_of, files_read, parts_of
from converter.observe.launch import environment, project_command, written_settings
from converter.observe.notebook import files_written
from converter.observe.workcopy import Workcopy, working_copy
from converter.probe.context import Context

STOPPED = 10.0  # seconds until a process that was asked to end is killed


@dataclass(frozen=True)
class ProjectRun:
    """All that is needed to run a project once and to record it.

    `points` give for each stage pairs (name in `pipeline.run`, name in the notebook), `results`
    the same for the fields of `Results`. `arguments` are the job's, `values` the parameters of a
    package; `environment` carries secrets to either.
    """

    source: Path
    package: str
    target: str
    python: str
    name: str
    sha256: str
    folder: Path | None
    points: Mapping[str, tuple[tuple[str, str], ...]]
    results: tuple[tuple[str, str], ...]
    lifted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    literal: str = ""
    displays: str = "drop"
    arguments: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)
    above: int = 0
    seed: int | None = None
    threads: int | None = None
    timeout: float | None = None
    steps: Mapping[str, Any] | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    prepare: Callable[[Workcopy], None] | None = None


class RunningProject:
    """A project that was started; `recording` waits for its end."""

    def __init__(self, run: ProjectRun, target: Path) -> None:
        target.mkdir(parents=True, exist_ok=True)
        self.run = run
        self.target = target
        self.work = working_copy(run.folder, target / "work", above=run.above)
        if run.prepare is not None:
            run.prepare(self.work)
        folders = (
            self.work.folder,
            os.path.realpath(self.work.folder),
            target,
            os.path.realpath(target),
        )
        self.folders = tuple(map(str, folders))
        self.settings = written_settings(self._settings(), target / "settings.json")
        variables = {**os.environ, **run.environment}
        variables["PYTHONPATH"] = os.pathsep.join(
            part for part in (str(run.source), variables.get("PYTHONPATH", "")) if part
        )
        variables["PYTHONPYCACHEPREFIX"] = str(target / "work" / "pycache")
        self._out = (target / "stdout.txt").open("wb")
        self._err = (target / "stderr.txt").open("wb")
        self.process = self.start(
            project_command(run.python, self.settings),
            environment(variables, target / "work" / "tmp", threads=run.threads),
        )

    def start(self, command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        """The process. Raises EnvironmentProblem when the interpreter does not run."""
        try:
            return subprocess.Popen(
                command,
                cwd=self.work.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=self._out,
                stderr=self._err,
                start_new_session=True,
            )
        except OSError as exc:
            raise EnvironmentProblem(f"{command[0]} does not run: {exc.strerror}") from exc

    def _settings(self) -> dict[str, Any]:
        run = self.run
        runs = self.target / "work" / "runs"
        own = ("run", "--workdir", str(self.work.folder), "--output-dir", str(runs))
        return {
            "folder": str(self.target),
            "root": str(self.work.root),
            "ours": [str(runs), str(run.source)],
            "folders": self.folders,
            "hidden": run.hidden,
            "source": str(run.source),
            "package": run.package,
            "target": run.target,
            "arguments": (*own, *run.arguments),
            "values": run.values,
            "points": [{"name": name, "names": names} for name, names in run.points.items()],
            "results": run.results,
            "lifted": run.lifted,
            "literal": run.literal,
            "displays": run.displays,
            "stdout": str(self.target / "stdout.txt"),
            "seed": run.seed,
            "steps": run.steps,
            "limits": run.limits,
            "environment": True,
        }

    def stop(self) -> None:
        """Nothing; the process and what it started are ended."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(STOPPED)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._close()

    def _close(self) -> None:
        self._out.close()
        self._err.close()
        self.settings.unlink(missing_ok=True)

    def recording(self) -> Recording:
        """What the project did. Raises RunTimeout, EnvironmentProblem when it did not start."""
        try:
            code = self.process.wait(self.run.timeout)
        except subprocess.TimeoutExpired as exc:
            self.stop()
            raise RunTimeout(f"the project ran longer than {self.run.timeout:g} s") from exc
        finally:
            if self.process.poll() is None:
                self.stop()
        self._close()
        events = events_of(self.target)
        parts = parts_of(events)
        if parts["error"] is None and (code or not parts["complete"]):
            raise EnvironmentProblem(
                f"the project did not run (exit code {code}): {self._last_line()}",
                hint=f"install what it needs for {self.run.python}, or choose another with --python",
            )
        outputs = tuple(self._outputs(events))
        self._mask()
        end = next((each for each in events if each["e"] == "end"), {})
        return Recording(
            side="project",
            name=self.run.name,
            sha256=self.run.sha256,
            folder=self.target,
            parameters=self.run.values,
            seed=self.run.seed,
            seconds=float(end.get("seconds", 0.0)),
            outputs=outputs,
            files=(*files_read(events), *files_written(self.work, events, self.target)),
            **parts,
        )

    def _mask(self) -> None:
        """Nothing; what the process printed is kept without secrets."""
        context = Context(hidden=self.run.hidden)
        for name in ("stdout.txt", "stderr.txt") if self.run.hidden else ():
            file = self.target / name
            text = file.read_text(encoding="utf-8", errors="replace")
            file.write_text(context.text(text), encoding="utf-8")

    def _last_line(self) -> str:
        text = (self.target / "stderr.txt").read_text(encoding="utf-8", errors="replace")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        named = [
            line for line in lines if line.startswith(f"{self.run.package}") or "Error" in line
        ]
        return Context(hidden=self.run.hidden).text((named or lines or ["nothing on stderr"])[-1])[
            :300
        ]

    def _outputs(self, events: Iterable[Mapping[str, Any]]) -> Iterable[Output]:
        """What was printed, by stage; between stages and around them under None."""
        content = (self.target / "stdout.txt").read_bytes()
        context = Context(folders=self.folders, hidden=self.run.hidden)
        at: Any = None
        mark = 0
        for each in [*events, {"e": "stage-end", "text": len(content), "at": None}]:
            if each["e"] not in ("stage", "stage-end"):
                continue
            text = content[mark : each["text"]].decode("utf-8", "replace")
            if text:
                yield Output(at, "stdout", context.text(text))
            mark = each["text"]
            at = each["at"] if each["e"] == "stage" else None
