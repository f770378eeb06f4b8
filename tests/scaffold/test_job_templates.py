"""The command of a generated job: parameters from every source, run folders, exit codes."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest
from factories import LOAD, a_parameter
from projects import OnDisk, small_project

from converter.model.project import Module

WRONG: list[tuple[list[str], dict[str, str], str]] = [
    (["--SEED", "x"], {}, "parameter SEED: Input should be a valid integer"),
    (["--SEED", "0.5"], {}, "parameter SEED: Input should be a valid integer"),
    (["-p", "FEATURES", "age"], {}, 'in JSON, as ["a", "b"]'),
    (["-p", "FEATURES", "[1]"], {}, "parameter FEATURES[0]: Input should be a valid string"),
    (["--SEEED", "1"], {}, "there is no option --SEEED; did you mean '--seed'?"),
    (["-p", "SEEED", "1"], {}, "there is no parameter 'SEEED'; did you mean 'SEED'?"),
    ([], {"CHURN_THRESHH": "1"}, "did you mean 'CHURN_THRESH'?"),
    ([], {"CHURN_SEED": "many"}, "CHURN_SEED: parameter SEED: Input should be a valid integer"),
    (
        ["--params", "wrong.toml"],
        {},
        "wrong.toml: there is no parameter 'SED'; did you mean 'SEED'?",
    ),
    (["--params", "broken.json"], {}, "broken.json: line 2: not valid JSON"),
    (["--params", "none.yaml"], {}, "none.yaml: cannot be read: No such file or directory"),
    (["--params", "notes.txt"], {}, "a parameter file ends in .toml, .yaml or .json"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> OnDisk:
    made = small_project(tmp_path_factory.mktemp("churn"))
    (made.folder / "good.toml").write_text("SEED = 1\nTHRESH = 0.25\n")
    (made.folder / "good.yaml").write_text("SEED: 1\nFEATURES: [a, b]\n")
    (made.folder / "wrong.toml").write_text("SED = 1\n")
    (made.folder / "broken.json").write_text('{\n "SEED": }')
    (made.folder / "notes.txt").write_text("SEED=1")
    return made


def seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(("words", "variables", "message"), WRONG)
def test_a_wrong_parameter_stops_the_run_at_once(
    project: OnDisk, tmp_path: Path, words: list[str], variables: dict[str, str], message: str
) -> None:
    before = seconds_of_children()
    done = project.command("run", "--output-dir", str(tmp_path / "runs"), *words, **variables)  # type: ignore[arg-type]
    assert seconds_of_children() - before < 1.5  # of work; under a second where nothing else runs
    assert done.code == 2
    assert done.out == ""
    assert message in done.err
    assert len(done.err.splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_all_that_is_wrong_is_told_together(project: OnDisk) -> None:
    done = project.command("run", "--SEED", "x", "--THRESH", "y", "--nothing", "1")
    assert len(done.err.splitlines()) == 3


def test_the_command_line_is_stronger_than_environment_than_file(project: OnDisk) -> None:
    words = ("show-parameters", "--params", "good.toml", "--seed=3")
    done = project.command(*words, CHURN_SEED="2", CHURN_FEATURES='["x"]')
    assert done.out.splitlines() == [
        "THRESH = 0.25  # good.toml",
        "SEED = 3  # --SEED",
        "FEATURES = ['x']  # CHURN_FEATURES",
    ]


def test_parameters_as_json(project: OnDisk) -> None:
    done = project.command("show-parameters", "--json", "--params", "good.yaml")
    assert json.loads(done.out) == {"THRESH": 0.5, "SEED": 1, "FEATURES": ["a", "b"]}


def test_variables_that_a_cluster_sets_are_no_parameters(project: OnDisk) -> None:
    address = "10.0.0.1"
    done = project.command(
        "show-parameters", CHURN_PORT=f"tcp://{address}:80", CHURN_SERVICE_HOST=address
    )
    assert done.code == 0, done.err


def test_a_run_leaves_one_complete_folder(project: OnDisk, tmp_path: Path) -> None:
    done = project.command("run", "--output-dir", str(tmp_path / "runs"), "--SEED", "3")
    assert (done.code, done.out) == (0, "2\n"), done.err
    (folder,) = (tmp_path / "runs").iterdir()
    record = json.loads((folder / "run.json").read_text())
    assert record["id"] == folder.name
    assert record["status"] == "complete"
    assert record["parameters"] == {"THRESH": 0.5, "SEED": 3, "FEATURES": ["age", "income"]}
    assert [stage["name"] for stage in record["stages"]] == ["load", "train"]
    assert record["metrics"] == {"accuracy": 0.75}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {"metrics.json", "results/model.json", "run.json"}
    assert json.loads((folder / "results/model.json").read_text()) == {"mean": 3.5}


def test_logs_as_json_lines(project: OnDisk, tmp_path: Path) -> None:
    done = project.command("run", "--output-dir", str(tmp_path), "--log-format", "json")
    messages = [json.loads(line)["message"] for line in done.err.splitlines()]
    assert messages[0] == "stage load: started"
    assert messages[-1].startswith("results: ")


def test_data_files_that_are_read_are_recorded(tmp_path: Path) -> None:
    load = 'def load(*, SEED):\n    return [len(open("rows.csv").read())]\n'
    project = small_project(tmp_path, modules=(Module("load", load),))
    (tmp_path / "work").mkdir()
    (tmp_path / "work/rows.csv").write_text("a,b\n")
    done = project.command("run", "--workdir", "work", "--output-dir", "runs")
    assert done.code == 0, done.err
    (folder,) = (tmp_path / "runs").iterdir()
    (entry,) = json.loads((folder / "run.json").read_text())["files_read"]
    assert (entry["path"], entry["bytes"], len(entry["sha256"])) == ("rows.csv", 4, 64)


def test_a_bad_parameter_is_told_before_the_pipeline_is_imported(tmp_path: Path) -> None:
    late = Module("load", "raise RuntimeError('imported')\n\n\n" + LOAD)
    project = small_project(tmp_path, modules=(late,))
    assert project.command("run", "--SEED", "x").code == 2
    done = project.command("run", "--dry-run")
    assert done.code == 1
    assert "RuntimeError: imported" in done.err


def test_no_parameters_at_all(tmp_path: Path) -> None:
    project = small_project(tmp_path, parameters=())
    assert project.command("show-parameters").out == ""
    assert project.command("show-parameters", "--json").out == "{}\n"


def test_a_required_parameter_and_names_of_pydantics_own(tmp_path: Path) -> None:
    parameters = (
        a_parameter("SEED", "int", None),
        a_parameter("model_config", "str | None", "None", field="model_config_"),
    )
    project = small_project(tmp_path, parameters=parameters)
    missing = project.command("show-parameters")
    assert missing.code == 2
    assert "parameter SEED has no value: give --SEED, CHURN_SEED or a parameter file" in missing.err
    given = project.command("show-parameters", "--json", "--model-config", "x", CHURN_SEED="1")
    assert json.loads(given.out) == {"SEED": 1, "model_config": "x"}
