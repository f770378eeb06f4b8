"""Door to MLflow: run records as MLflow's runs, each once.

A run goes to the experiment that has the notebook's or the job's name. The tag `nbship.run` says
which record it mirrors: whoever mirrors it again finds it there.
"""

from __future__ import annotations

import importlib
import logging
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from converter.errors import EnvironmentProblem
from converter.model.run_record import RunRecord, Status

RUN_TAG = "nbship.run"
_SWEEP_TAG = "nbship.sweep"
_STATUSES: dict[Status, str] = {
    "running": "RUNNING",
    "complete": "FINISHED",
    "failed": "FAILED",
    "timeout": "FAILED",
    "out-of-memory": "FAILED",
    "killed": "KILLED",
    "interrupted": "KILLED",
    "pruned": "KILLED",
}
_LONGEST_PARAMETER = 500  # what the oldest servers that are in use take
_LONGEST_TAG = 5000
_AT_ONCE = 90
_LARGEST_FILE = 50_000_000
_ODD = re.compile(r"[^\w.\-/ ]")


class Mirror:
    """MLflow at a tracking URI."""

    def __init__(self, uri: str) -> None:
        """Connect. Raises EnvironmentProblem."""
        self.uri = uri
        self._experiments: dict[str, str] = {}
        try:
            tracking: Any = importlib.import_module("mlflow.tracking")
        except ImportError as exc:
            hint = "pip install 'nbship[mlflow]'"
            raise EnvironmentProblem("MLflow is not installed", hint=hint) from exc
        self._entities: Any = importlib.import_module("mlflow.entities")
        self._trouble: tuple[type[Exception], ...] = _exceptions()
        logging.getLogger("mlflow").setLevel(logging.ERROR)
        logging.getLogger("alembic").setLevel(logging.ERROR)
        try:
            self._client: Any = tracking.MlflowClient(tracking_uri=uri)
        except self._trouble as exc:
            raise self._problem(exc) from exc

    def keep(self, record: RunRecord) -> bool:
        """Whether the run was new to MLflow. Raises EnvironmentProblem."""
        try:
            experiment = self._experiment(record.name or "nbship")
            known = self._known(experiment, record.id)
            if known is not None and known.info.status not in ("RUNNING", "SCHEDULED"):
                return False
            identity = known.info.run_id if known else self._made(experiment, record)
            self._fill(identity, record)
        except self._trouble as exc:
            raise self._problem(exc) from exc
        return known is None

    def _experiment(self, name: str) -> str:
        if name not in self._experiments:
            found = self._client.get_experiment_by_name(name)
            identity = found.experiment_id if found else self._client.create_experiment(name)
            self._experiments[name] = identity
        return self._experiments[name]

    def _known(self, experiment: str, identity: str) -> Any:
        wanted = f"tags.`{RUN_TAG}` = '{identity}'"
        found = self._client.search_runs([experiment], filter_string=wanted, max_results=1)
        return found[0] if found else None

    def _made(self, experiment: str, record: RunRecord) -> str:
        made = self._client.create_run(
            experiment,
            start_time=int(record.started * 1000),
            run_name=record.id,
            tags=dict(_tags(record)),
        )
        return str(made.info.run_id)

    def _fill(self, identity: str, record: RunRecord) -> None:
        entities = self._entities
        params = [
            entities.Param(_key(name), _short(str(value), _LONGEST_PARAMETER))
            for name, value in record.parameters.items()
        ]
        ended = int((record.started + (record.seconds or 0)) * 1000)
        metrics = [
            entities.Metric(_key(name), value, ended, step) for name, value, step in _values(record)
        ]
        for part in _parts(params):
            self._client.log_batch(identity, params=part)
        for part in _parts(metrics):
            self._client.log_batch(identity, metrics=part)
        for path in _files(record):
            self._client.log_artifact(identity, str(path))
        if record.status != "running":
            self._client.set_terminated(identity, _STATUSES[record.status], end_time=ended)

    def _problem(self, exc: Exception) -> EnvironmentProblem:
        lines = str(exc).strip().splitlines() or [type(exc).__name__]
        # The library, too, names the URI, and there may be a password in it.
        told = re.sub(r"(://[^/@\s]*?):[^/@\s]*@", r"\1:***@", f"MLflow at {self.uri}: {lines[0]}")
        return EnvironmentProblem(told[:400], hint="check --mlflow URI")


def _exceptions() -> tuple[type[Exception], ...]:
    """What the library raises when a store or server does not do as it is asked."""
    from sqlalchemy.exc import SQLAlchemyError

    own: type[Exception] = importlib.import_module("mlflow.exceptions").MlflowException
    http: type[Exception] = importlib.import_module("requests").RequestException
    return own, http, SQLAlchemyError, OSError


def _tags(record: RunRecord) -> Iterator[tuple[str, str]]:
    yield RUN_TAG, record.id
    yield "nbship.status", record.status
    if record.sweep:
        yield _SWEEP_TAG, record.sweep
        yield "nbship.point", str(record.point)
    if record.tags:
        yield "nbship.tags", _short(", ".join(record.tags), _LONGEST_TAG)
    if record.error:
        yield "mlflow.note.content", _short(record.error.text(), _LONGEST_TAG)
    if record.git_commit:
        yield "mlflow.source.git.commit", record.git_commit
    if record.source:
        yield "mlflow.source.name", _short(record.source, _LONGEST_TAG)
    yield "mlflow.source.type", "NOTEBOOK" if record.kind == "notebook" else "JOB"


def _values(record: RunRecord) -> Iterator[tuple[str, float, int]]:
    """(name, value, step) of every value of a metric, the one that counts last."""
    steps = {}
    for reading in record.history:
        yield reading.name, reading.value, reading.step
        steps[reading.name] = reading
    for name, value in record.metrics.items():
        last = steps.get(name)
        if last is None:
            yield name, float(value), 0
        elif last.value != value and not math.isnan(value):
            yield name, float(value), last.step + 1


def _files(record: RunRecord) -> Iterator[Path]:
    """The executed notebook, where it is still there."""
    path = Path(record.output)
    if record.output and path.is_file() and path.stat().st_size <= _LARGEST_FILE:
        yield path


def _key(name: str) -> str:
    """A name that MLflow takes."""
    return _ODD.sub("_", name).strip("/. ")[:250] or "_"


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
