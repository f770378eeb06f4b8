"""`train`: a complete version of artifacts or none; what is loaded is what was written."""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from projects import OnDisk
from started import Trained, another_version, trained


@pytest.fixture
def copy(churn: Trained, tmp_path: Path) -> Trained:
    """The trained version, in a folder that a test may damage."""
    shutil.copytree(churn.artifacts, tmp_path / "artifacts")
    return Trained(churn.project, tmp_path / "artifacts" / churn.version.name)


def manifest(version: Path) -> dict[str, Any]:
    return dict(json.loads((version / "manifest.json").read_text(encoding="utf-8")))


def refusal(trained: Trained, **variables: str) -> str:
    """What `serve` says when it does not start."""
    words = ("serve", "--artifacts", str(trained.artifacts), "--port", "0")
    done = trained.project.command(*words, **variables)  # type: ignore[arg-type]
    assert done.code == 2, done.err
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 1
    return done.err


def test_a_version_has_all_that_it_needs_and_digests_of_it(churn: Trained) -> None:
    found = manifest(churn.version)
    files = {path.name for path in churn.version.iterdir() if path.is_file()} - {"manifest.json"}
    assert files == {"model.joblib", "scaler.joblib", "golden.json", "profile.json", "run.json"}
    assert set(found["files"]) == files
    for name, sha256 in found["files"].items():
        assert hashlib.sha256((churn.version / name).read_bytes()).hexdigest() == sha256
    assert found["parameters"] == {"THRESH": 0.5, "SEED": 7, "FEATURES": ["age", "income", "visits"]}
    assert found["row_independent"] == {"predict": True}
    assert found["metrics"]["accuracy"] == pytest.approx(0.8333, abs=1e-3)
    assert {"python", "numpy", "pandas", "scikit-learn"} <= set(found["versions"])
    assert json.loads((churn.version / "run.json").read_text())["status"] == "complete"
    assert (churn.artifacts / "current").read_text() == churn.version.name + "\n"


def test_the_profile_is_of_the_rows_that_training_saw(churn: Trained) -> None:
    profile = json.loads((churn.version / "profile.json").read_text())["predict"]
    assert profile["rows"] == 600
    fields = profile["fields"]
    assert (fields["age"]["low"], fields["age"]["high"]) == (18, 79)
    assert 0.02 < fields["income"]["missing"] < 0.1
    assert sum(fields["visits"]["counts"]) == 600
    assert len(fields["visits"]["edges"]) == len(fields["visits"]["counts"]) + 1
    assert set(profile["answers"]["categories"]) == {"true", "false"}


def test_training_again_moves_current_and_keeps_the_old(copy: Trained) -> None:
    new = trained(copy.project, copy.artifacts, "--SEED", "8")
    assert new != copy.version
    assert copy.version.is_dir()
    assert manifest(new)["parameters"]["SEED"] == 8


FAILING: list[tuple[list[str], int, str]] = [
    (["--SEED", "x"], 2, "parameter SEED"),
    (["--FEATURES", '["age", "none"]'], 1, "KeyError"),
    (["--no-such", "1"], 2, "--no-such"),
]


@pytest.mark.parametrize(("words", "code", "message"), FAILING, ids=["value", "run", "option"])
def test_training_that_fails_leaves_current_alone(copy: Trained, words: list[str], code: int, message: str) -> None:
    before = sorted(path.name for path in copy.artifacts.iterdir())
    done = copy.project.command("train", "--output-dir", str(copy.artifacts), *words)
    assert done.code == code
    assert message in done.err.splitlines()[-1 if code == 2 else 0] or message in done.err
    assert sorted({path.name for path in copy.artifacts.iterdir()} - {"failed"}) == before
    assert (copy.artifacts / "current").read_text().strip() == copy.version.name


def damage_model(version: Path) -> None:
    (version / "model.joblib").write_bytes(b"cos\nsystem\n(S'touch /tmp/never'\ntR.")


def damage_manifest(version: Path) -> None:
    (version / "manifest.json").write_text("{")


def other_numpy(version: Path) -> None:
    found = manifest(version)
    found["versions"]["numpy"] = "0.1"
    (version / "manifest.json").write_text(json.dumps(found))


def lose_a_file(version: Path) -> None:
    (version / "golden.json").unlink()


def lose_current(version: Path) -> None:
    (version.parent / "current").unlink()


def wrong_current(version: Path) -> None:
    (version.parent / "current").write_text("../elsewhere")


DAMAGES: list[tuple[Callable[[Path], None], str]] = [
    (damage_model, "model.joblib is not the file that training wrote (SHA-256)"),
    (damage_manifest, "cannot be read"),
    (other_numpy, "was made with numpy 0.1 (here "),
    (lose_a_file, "golden.json"),
    (lose_current, "`churn train` makes artifacts"),
    (wrong_current, "names '../elsewhere', which is no version there"),
]


@pytest.mark.parametrize(("damage", "message"), DAMAGES, ids=lambda v: getattr(v, "__name__", ""))
def test_what_is_not_as_written_is_refused_before_it_is_loaded(
    copy: Trained, damage: Callable[[Path], None], message: str
) -> None:
    damage(copy.version)
    assert message in refusal(copy)


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"CHURN_SERVE_HOST": "0.0.0.0"}, "0.0.0.0 can be reached from outside and there are no keys"),
    ({"CHURN_SERVE_MAX_BODI": "1"}, "CHURN_SERVE_MAX_BODI sets nothing; did you mean 'CHURN_SERVE_MAX_BODY'?"),
    ({"CHURN_SERVE_PORT": "many"}, "CHURN_SERVE_PORT: Input should be a valid integer"),
    ({"CHURN_SERVE_WORKERS": "0"}, "CHURN_SERVE_WORKERS: Input should be greater than 0"),
    ({"CHURN_THRESH": "high"}, "CHURN_THRESH: parameter THRESH: Input should be a valid number"),
    ({"CHURN_SERVE_HOST": "no.such.host.invalid"}, "there are no keys"),
]


@pytest.mark.parametrize(("variables", "message"), REFUSED)
def test_settings_that_are_wrong_or_too_open_are_refused(
    churn: Trained, variables: dict[str, str], message: str
) -> None:
    variables = {**variables}
    words = ["serve", "--artifacts", str(churn.artifacts)]
    words += [] if "CHURN_SERVE_PORT" in variables else ["--port", "0"]
    done = churn.project.command(*words, **variables)  # type: ignore[arg-type]
    assert done.code == 2
    assert message in done.err


def in_process(project: OnDisk, code: str, **variables: str) -> str:
    """What a script prints in a process that has the project."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code], env=project.environment(**variables), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LOAD = """
from pathlib import Path
from churn.serving.loading import Loaded
from churn.serving.settings import Settings
loaded = Loaded(Path({folder!r}), Settings())
values = loaded._values
print(values.THRESH, values.FEATURES, type(values.model).__module__)
"""


REFUSE = """
from pathlib import Path
from churn.artifacts import BadArtifacts
from churn.serving.loading import Loaded
from churn.serving.settings import Settings
try:
    Loaded(Path({folder!r}), Settings())
except BadArtifacts as error:
    print(error)
"""


def test_only_what_training_did_not_read_can_be_set_when_serving(churn: Trained) -> None:
    code = LOAD.format(folder=str(churn.version))
    found = in_process(churn.project, code, CHURN_THRESH="0.9", CHURN_FEATURES='["visits"]')
    assert found == "0.9 ['age', 'income', 'visits'] sklearn.linear_model._logistic"


def test_a_parameter_of_training_is_kept_for_serving(churn: Trained, tmp_path: Path) -> None:
    version = trained(churn.project, tmp_path / "artifacts", "--THRESH", "0.25")
    assert in_process(churn.project, LOAD.format(folder=str(version))).startswith("0.25 ")


def test_another_answer_than_when_trained_is_refused(churn: Trained, tmp_path: Path) -> None:
    shutil.copytree(churn.artifacts, tmp_path / "artifacts")
    copy = Trained(churn.project, tmp_path / "artifacts" / churn.version.name)
    golden = json.loads((copy.version / "golden.json").read_text())
    golden["predict"][0]["answers"][0]["probability"] += 1e-4
    (copy.version / "golden.json").write_text(json.dumps(golden))
    found = manifest(copy.version)
    found["files"]["golden.json"] = hashlib.sha256((copy.version / "golden.json").read_bytes()).hexdigest()
    (copy.version / "manifest.json").write_text(json.dumps(found))
    assert "/predict answers other than when it was trained" in in_process(
        churn.project, REFUSE.format(folder=str(copy.version))
    )


def test_no_training_code_is_reachable_from_the_service(churn: Trained) -> None:
    code = (
        "import sys, churn.service, churn.endpoints, churn.serving.server\n"
        "print([m for m in ('load', 'features', 'train', 'pipeline', 'training', 'job') if 'churn.' + m in sys.modules])"
    )
    assert in_process(churn.project, code) == "[]"


def test_probes_are_answered_before_the_libraries_are_there(churn: Trained) -> None:
    code = "import sys, churn.service; print([m for m in ('pandas', 'sklearn') if m in sys.modules])"
    assert in_process(churn.project, code) == "[]"


def test_versions_are_swapped_by_name(copy: Trained) -> None:
    folder = another_version(copy.version, "second")
    code = (
        "from pathlib import Path; from churn.artifacts import version_folder as f\n"
        f"p = Path({str(copy.artifacts)!r}); print(f(p).name, f(p, {copy.version.name!r}).name, f(p / 'second').name)"
    )
    assert in_process(copy.project, code) == f"second {copy.version.name} second"
    assert folder.is_dir()


def test_rows_that_are_answered_among_others_only_are_not_independent(runtime: Path) -> None:
    examples = importlib.import_module("churn.examples")

    def doubled(name: str, rows: list[dict[str, Any]]) -> list[Any]:
        if len(rows) == 1:
            raise ValueError("one row alone")
        return [row["age"] * 2 for row in rows]

    assert not examples.is_independent("predict", doubled, 0.0)
    assert examples.is_independent("predict", lambda name, rows: [row["age"] * 2 for row in rows], 0.0)
