"""Runs mirrored to MLflow's own SQLite store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from store_records import a_record, full_record

from converter.errors import EnvironmentProblem
from converter.mirror.mlflow_runs import Mirror
from converter.model.run_record import Reading
from converter.orchestrate.recorder import recorder_of

pytest.importorskip("mlflow", reason="MLflow is not installed: nbship[mlflow]")
pytestmark = pytest.mark.slow


@pytest.fixture
def uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MLFLOW_DISABLE_TELEMETRY", "true")
    monkeypatch.chdir(tmp_path)  # MLflow puts the files of runs below the current folder
    return f"sqlite:///{tmp_path / 'mlflow.db'}"


def runs_in(uri: str) -> dict[str, Any]:
    """MLflow's runs by the id of ours."""
    from mlflow.tracking import MlflowClient

    client = MlflowClient(tracking_uri=uri)
    experiments = [one.experiment_id for one in client.search_experiments()]
    return {run.data.tags.get("nbship.run"): run for run in client.search_runs(experiments)}


def test_a_run_is_mirrored_once_with_all_that_mlflow_takes(uri: str, tmp_path: Path) -> None:
    (tmp_path / "out.ipynb").write_text("{}")
    record = replace(
        full_record(),
        output=str(tmp_path / "out.ipynb"),
        parameters={**full_record().parameters, "long": "x" * 10_000, "odd$name": 1},
        metrics={"accuracy": 0.9, "loss": 0.125, "m=1": 3},
    )
    mirror = Mirror(uri)
    assert [mirror.keep(record), mirror.keep(record), Mirror(uri).keep(record)] == [True, False, False]
    run = runs_in(uri)[record.id]
    assert (run.info.status, run.info.run_name) == ("FAILED", record.id)
    assert run.info.end_time - run.info.start_time == 1500
    assert run.data.params["alpha"] == "0.1" and len(run.data.params["long"]) == 500
    assert run.data.params["odd_name"] == "1"
    assert run.data.metrics == {"accuracy": 0.9, "loss": 0.125, "m_1": 3.0}
    assert run.data.tags["nbship.sweep"] == "s1" and run.data.tags["nbship.tags"] == "a, b"
    assert "no such thing" in run.data.tags["mlflow.note.content"]
    from mlflow.tracking import MlflowClient

    client = MlflowClient(tracking_uri=uri)
    history = client.get_metric_history(run.info.run_id, "loss")
    assert [(one.step, one.value) for one in history] == [(1, 0.5), (2, 0.25), (3, 0.125)]
    assert [one.path for one in client.list_artifacts(run.info.run_id)] == ["out.ipynb"]


def test_a_run_that_was_under_way_is_brought_to_its_end(uri: str) -> None:
    mirror = Mirror(uri)
    assert mirror.keep(a_record(status="running"))
    ended = a_record(metrics={"loss": float("nan")}, history=(Reading("loss", 0, 1.0),))
    assert not mirror.keep(ended)
    assert runs_in(uri)[ended.id].info.status == "FINISHED"


def test_many_values_go_in_parts(uri: str) -> None:
    many = {f"v{number}": number for number in range(250)}
    Mirror(uri).keep(a_record(parameters=many, metrics=many))
    run = runs_in(uri)[a_record().id]
    assert len(run.data.params) == len(run.data.metrics) == 250


def test_a_recorder_mirrors_what_has_ended(uri: str, tmp_path: Path) -> None:
    told: list[str] = []
    recorder = recorder_of(f"sqlite:///{tmp_path / 'runs.db'}", told.append, mirror=uri)
    recorder.put(a_record("one", status="running"))
    recorder.put(a_record("one"))
    recorder.put(a_record("two", status="running"))
    recorder.close()
    assert (list(runs_in(uri)), told) == (["one"], [])


def test_a_store_that_cannot_be_used_fails_nothing_and_hides_its_password(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="MLflow at nosuch"):
        Mirror("nosuch://me:secret-7@host/x").keep(a_record())
    told: list[str] = []
    recorder = recorder_of(None, told.append, mirror="nosuch://me:secret-7@host/x")
    recorder.put(a_record())
    recorder.close()
    assert len(told) == 1 and "not mirrored" in told[0] and "secret-7" not in told[0]
