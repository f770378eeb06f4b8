"""The study: what it proposes, learns, and remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.errors import StoreProblem
from converter.model.run_record import Reading
from converter.search.space import Choices, Numbers, Range
from converter.search.study import Study, Told
from converter.store.connection import library_url
from converter.store.query import selected
from converter.store.store import open_store

optuna = pytest.importorskip("optuna", reason="Optuna is not installed: nbship[search]")
SPACE: dict[str, Range] = {
    "alpha": Numbers(1e-4, 1, whole=False, log=True),
    "depth": Numbers(2, 12, whole=True, step=3),
    "share": Numbers(0, 1, whole=False, step=0.3),
    "layers": Choices(([8], [8, 8], None, True)),
}


def study_at(folder: Path, name: str = "s", **more: object) -> Study:
    url = f"sqlite:///{folder / 'study.db'}"
    return Study(name, url, SPACE, direction="maximize", seed=3, **more)  # type: ignore[arg-type]


def states(folder: Path, name: str = "s") -> list[str]:
    found = optuna.load_study(study_name=name, storage=f"sqlite:///{folder / 'study.db'}")
    return [trial.state.name for trial in found.trials]


def test_proposals_lie_in_the_space_and_are_of_our_types(tmp_path: Path) -> None:
    study = study_at(tmp_path, sampler="random")
    for point in range(1, 12):
        values = study.ask(point)
        assert type(values["alpha"]) is float and 1e-4 <= values["alpha"] <= 1
        assert type(values["depth"]) is int and values["depth"] in (2, 5, 8, 11)
        assert any(abs(values["share"] - one) < 1e-9 for one in (0, 0.3, 0.6, 0.9))  # type: ignore[operator]
        assert values["layers"] in ([8], [8, 8], None, True)
        study.tell(Told(point, values, 0.5))


def test_it_learns_what_is_better(tmp_path: Path) -> None:
    space: dict[str, Range] = {"x": Numbers(0, 1, whole=False)}
    url = f"sqlite:///{tmp_path / 'study.db'}"
    study = Study("s", url, space, direction="minimize", seed=1)
    found = []
    for point in range(1, 41):
        values = study.ask(point)
        found.append(abs(float(values["x"]) - 0.7))  # type: ignore[arg-type]
        study.tell(Told(point, values, found[-1]))
    assert sum(found[-10:]) < sum(found[:10]) / 2


def test_endings(tmp_path: Path) -> None:
    study = study_at(tmp_path)
    for point, (metric, pruned) in enumerate([(1.0, False), (None, False), (None, True)], 1):
        study.tell(Told(point, study.ask(point), metric, pruned))
    values = study.ask(4)
    study.tell(Told(4, values, float("nan")))
    assert states(tmp_path) == ["COMPLETE", "FAIL", "PRUNED", "FAIL"]


def test_a_run_that_falls_behind_is_pruned_but_never_at_its_first_report(tmp_path: Path) -> None:
    study = study_at(tmp_path)
    for point in range(1, 6):
        values = study.ask(point)
        assert all(study.hear(point, Reading("m", step, 10.0 + step)) for step in range(3))
        study.tell(Told(point, values, 12.0))
    study.ask(6)
    assert study.hear(6, Reading("m", 0, float("nan")))
    assert study.hear(6, Reading("m", 0, 1.0))
    assert not study.hear(6, Reading("m", 1, 1.0))
    study.ask(7)
    assert study.hear(7, Reading("m", 0, 99.0)) and study.hear(7, Reading("m", 1, 99.0))


def test_what_a_dead_process_left_is_put_right(tmp_path: Path) -> None:
    study = study_at(tmp_path)
    done = study.ask(1)
    study.tell(Told(1, done, 0.5))
    ended = study.ask(2)  # its run has ended, and the study was not told
    study.ask(3)  # its run was killed
    again = study_at(tmp_path)
    again.restore([Told(1, done, 0.5), Told(2, ended, 0.75)])
    assert states(tmp_path) == ["COMPLETE", "COMPLETE", "FAIL"]
    again.restore([Told(1, done, 0.5), Told(2, ended, 0.75)])
    assert states(tmp_path) == ["COMPLETE", "COMPLETE", "FAIL"]


def test_a_study_that_was_lost_is_made_again(tmp_path: Path) -> None:
    study = study_at(tmp_path)
    told = [Told(1, study.ask(1), 0.5), Told(2, study.ask(2), None), Told(3, study.ask(3), None, True)]
    other = study_at(tmp_path, "other")
    other.restore(told)
    assert states(tmp_path, "other") == ["COMPLETE", "FAIL", "PRUNED"]
    found = optuna.load_study(study_name="other", storage=f"sqlite:///{tmp_path / 'study.db'}")
    assert found.best_trial.params["depth"] == told[0].values["depth"]


def test_it_lives_in_the_run_store_s_database(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'runs.db'}")
    study = Study("s", library_url(store.engine), SPACE, direction="maximize")
    study.tell(Told(1, study.ask(1), 0.5))
    assert open_store(f"sqlite:///{tmp_path / 'runs.db'}").records(selected(store)) == []


def test_a_database_that_cannot_be_used_is_a_store_problem(tmp_path: Path) -> None:
    (tmp_path / "study.db").write_text("no database\n" * 99)
    with pytest.raises(StoreProblem, match="the search's study"):
        study_at(tmp_path)
