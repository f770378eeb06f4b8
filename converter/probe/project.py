"""The project's side: its own entry point, run with hooks where stages and figures end.

python -c "..." SETTINGS     (see `LAUNCH`; the probe is loaded by path)
"""

from __future__ import annotations

import dataclasses
import json
import os
import runpy
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .figures import open_figures
from .imports import after_import
from .session import Session
from .steps import ProjectSteps
from .versions import environment


class Project:
    """Watches one run of a generated project."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.package = settings["package"]
        self.session = Session(settings)
        self.points = {point["name"]: point for point in settings.get("points", ())}
        self.modules = set(sys.modules)
        self.pipeline: Any = None
        self.failed: BaseException | None = None
        steps = settings.get("steps")
        self.steps = ProjectSteps(self.session, steps, self.text) if steps else None
        self.traced = steps["stage"] if steps else None
        for name, hook in (
            ("progress", self._hook_progress),
            ("figures", self._hook_figures),
            ("pipeline", self._hook_pipeline),
            ("display", self._hook_display),
        ):
            after_import(f"{self.package}.{name}", hook)

    def text(self, start: int | None = None, end: int | None = None) -> Any:
        """How much was printed so far, or what was printed between two such marks."""
        sys.stdout.flush()
        if start is None:
            return os.fstat(1).st_size
        with open(self.settings["stdout"], "rb") as file:
            file.seek(start)
            return file.read((end or start) - start).decode("utf-8", "replace")

    def _hook_progress(self, module: Any) -> None:
        original = module.stage

        def stage(name: str, cells: tuple[int, ...] = ()) -> Any:
            return _Stage(self, original(name, cells), name)

        module.stage = stage

    def _hook_figures(self, module: Any) -> None:
        original = module.close_figures

        def close_figures() -> None:
            self.session.show(open_figures())
            original()

        module.close_figures = close_figures

    def _hook_display(self, module: Any) -> None:
        if self.settings.get("displays") == "drop":
            # What `display` prints where its handle is needed is no printed text of the notebook.
            module.print = lambda *_, **__: None

    def _hook_pipeline(self, module: Any) -> None:
        self.pipeline = module
        original = module.run

        def run(parameters: Any) -> Any:
            try:
                results = original(parameters)
            except BaseException as error:  # noted, and raised again
                self._note_failure(error)
                raise
            self._note_results(results)
            return results

        module.run = run

    def _note_failure(self, error: BaseException) -> None:
        if self.failed is None:
            self.failed = error
            self.session.event("error", error=self.session.error(error, self._place(error)))

    def _note_results(self, results: Any) -> None:
        self.session.place = None
        values = {field.name: getattr(results, field.name) for field in dataclasses.fields(results)}
        wanted = [(own, told) for own, told in self.settings.get("results", ()) if own in values]
        self.session.point("results", values, wanted)

    def _place(self, error: BaseException) -> tuple[int, int] | None:
        """Cell and line of the deepest of the notebook's own lines in a traceback."""
        folder = Path(self.settings["source"]).resolve() / self.package
        try:
            origins = json.loads((folder / "source_map.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        found = None
        trace = error.__traceback__
        while trace is not None:
            path = os.path.realpath(trace.tb_frame.f_code.co_filename)
            below = os.path.join(str(folder), "")
            if path.startswith(below):
                lines = origins.get(path[len(below) :].replace(os.sep, "/"), [])
                before = [(cell, line) for start, cell, line in lines if start <= trace.tb_lineno]
                found = before[-1] if before else found
            trace = trace.tb_next
        return found

    def snapshot(self, name: str, frame: Any) -> None:
        """Nothing; notes the names that are wanted at the end of a stage."""
        point = self.points.get(name)
        if point is None:
            return
        values: Mapping[str, Any] = dict(frame.f_locals)
        for own, _ in point["names"]:
            module, _, attribute = own.rpartition(".")
            home = vars(sys.modules.get(f"{self.package}.{module}", object)) if module else {}
            if (
                attribute in home
            ):  # a value that stages share with definitions lives in their module
                values = {**values, own: home[attribute]}
        if self.settings.get("literal"):
            values = vars(sys.modules[f"{self.package}.{self.settings['literal']}"])
        self.session.point(name, values, [(own, told) for own, told in point["names"]])

    def run(self) -> int:
        """The exit code of the project's entry point."""
        self.session.files.listening = True
        started = time.perf_counter()
        code = 0
        try:
            if self.settings["target"] == "job":
                sys.argv = [self.package, *self.settings["arguments"]]
                runpy.run_module(self.package, run_name="__main__", alter_sys=True)
            else:
                self._run_package()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except BaseException as error:  # the project's own code: noted
            self._note_failure(error)
            code = 1
        self.session.files.listening = False
        self.session.place = None
        self.session.flush()
        if self.settings.get("environment"):
            self.session.event("environment", **environment(self.modules))
        seconds = time.perf_counter() - started
        self.session.event("end", code=code, seconds=seconds, text=self.text())
        return code

    def _run_package(self) -> None:
        import importlib

        parameters = importlib.import_module(f"{self.package}.parameters").Parameters
        pipeline = importlib.import_module(f"{self.package}.pipeline")
        pipeline.run(parameters.model_validate(self.settings["values"]))


class _Stage:
    """The project's own `stage`, and around it ours."""

    def __init__(self, project: Project, inner: Any, name: str) -> None:
        self.project = project
        self.inner = inner
        self.name = name
        self.started = 0.0

    def __enter__(self) -> Any:
        project = self.project
        project.session.place = self.name
        project.session.event("stage", text=project.text())
        entered = self.inner.__enter__()
        if project.steps and project.traced == self.name:
            project.steps.begin()
        self.started = time.perf_counter()
        return entered

    def __exit__(self, kind: Any, error: Any, trace: Any) -> Any:
        project = self.project
        seconds = time.perf_counter() - self.started
        if project.steps and project.traced == self.name:
            project.steps.end()
        if error is not None:
            project._note_failure(error)
        answer = self.inner.__exit__(kind, error, trace)
        project.session.event("stage-end", text=project.text(), seconds=seconds)
        if error is None:
            project.snapshot(self.name, sys._getframe(1))
        project.session.place = None
        return answer


def main(path: str) -> int:
    """The exit code of one run; the settings are removed."""
    file = Path(path)
    settings = json.loads(file.read_text(encoding="utf-8"))
    os.unlink(path)
    sys.path.insert(0, settings["source"])
    return Project(settings).run()
