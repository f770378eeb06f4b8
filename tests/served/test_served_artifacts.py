"""Artifacts of converted notebooks: loaded in fresh processes, whole or refused, parameters with them."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from converted import Converted

Services = Callable[[str], Converted]


@pytest.fixture
def copy(service_of: Services, tmp_path: Path) -> Converted:
    """A service whose artifacts a test may spoil."""
    service = service_of("globals")
    shutil.copytree(service.artifacts, tmp_path / "artifacts")
    return replace(service, artifacts=tmp_path / "artifacts")


def modules_named(path: Path) -> set[str]:
    """The modules that a pickle refers to."""
    import joblib

    seen: set[str] = set()

    class Reading(joblib.numpy_pickle.NumpyUnpickler):  # type: ignore[misc]
        def find_class(self, module: str, name: str) -> Any:
            seen.add(module)
            return super().find_class(module, name)

    with path.open("rb") as file:
        Reading(str(path), file, False).load()
    return seen


@pytest.mark.parametrize(
    "name", ["pickles", "globals", pytest.param("text_classification", marks=pytest.mark.slow)]
)
def test_no_pickle_refers_to_main(name: str, service_of: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    service = service_of(name)
    monkeypatch.syspath_prepend(str(service.project.folder / "src"))
    found: set[str] = set()
    for path in service.version.glob("*.joblib"):
        content = path.read_bytes()
        assert b"__main__" not in content and b"ipykernel" not in content
        found |= modules_named(path)
    package = service.project.package
    own = {each for each in found if each.startswith(f"{package}.")}
    assert not any(service.trains(each.removeprefix(f"{package}.")) for each in own)
    if name != "globals":
        assert own, "the notebook's own classes or functions are in these artifacts"


LOADED = """
import json, sys
from importlib import import_module
from pathlib import Path
version = Path(sys.argv[1])
package = next(p.name for p in Path(sys.path[1]).iterdir() if (p / "service.py").exists())
artifacts = import_module(f"{package}.artifacts")
manifest = artifacts.checked_manifest(version, any_version=False)
values = artifacts.loaded(version, manifest)
print(json.dumps({name: f"{type(value).__module__}.{type(value).__name__}" for name, value in values.items()}))
"""


def test_artifacts_load_in_a_fresh_process_as_what_they_were(service_of: Services) -> None:
    assert service_of("globals").script(LOADED) == {
        "middles": "builtins.dict", "ranks": "builtins.dict", "model": "sklearn.linear_model._ridge.Ridge",
    }  # fmt: skip
    found = service_of("pickles").script(LOADED)
    assert found == {"pipeline": "sklearn.pipeline.Pipeline"}


def test_plain_values_are_plain_files(service_of: Services) -> None:
    version = service_of("globals").version
    assert set(json.loads((version / "ranks.json").read_text())) == {"Bonn", "Kiel", "Ulm"}


def test_the_manifest_tells_what_training_was(service_of: Services) -> None:
    service = service_of("globals")
    found = service.manifest
    notebook = (service.artifacts.parent / "globals.ipynb").read_bytes()
    assert found["notebook"]["sha256"] == hashlib.sha256(notebook).hexdigest()
    assert found["parameters"] == {"ALPHA": 0.5, "FLOOR": 150.0, "SEED": 3}
    assert 0.9 < found["metrics"]["score"] <= 1
    assert {"python", "numpy", "pandas", "scikit-learn"} <= set(found["versions"])
    assert set(found["artifacts"]) == {"middles", "ranks", "model"}


def refusal(service: Converted, **variables: str) -> str:
    done = service.project.command(
        "serve", "--artifacts", str(service.artifacts), "--port", "0", at=service.artifacts, **variables
    )
    assert done.code == 2, done.err
    assert "Traceback" not in done.err
    return done.err


def spoil_a_digit(version: Path) -> str:
    path = version / "middles.json"
    path.write_text(path.read_text().replace("3", "4"))
    return "middles.json is not the file that training wrote (SHA-256)"


def spoil_the_pickle(version: Path) -> str:
    (version / "model.joblib").write_bytes(b"cos\nsystem\n(S'touch spoilt'\ntR.")
    return "model.joblib is not the file that training wrote (SHA-256)"


def of_another_library(version: Path) -> str:
    manifest = json.loads((version / "manifest.json").read_text())
    manifest["versions"]["scikit-learn"] = "0.1"
    (version / "manifest.json").write_text(json.dumps(manifest))
    return "was made with scikit-learn 0.1 (here "


def of_another_python(version: Path) -> str:
    manifest = json.loads((version / "manifest.json").read_text())
    manifest["versions"]["python"] = "3.1"
    (version / "manifest.json").write_text(json.dumps(manifest))
    return "was made with python 3.1 (here 3."


@pytest.mark.parametrize("spoil", [spoil_a_digit, spoil_the_pickle, of_another_library, of_another_python])
def test_spoilt_artifacts_are_refused_at_start(copy: Converted, spoil: Callable[[Path], str]) -> None:
    message = spoil(copy.version)
    assert message in refusal(copy)
    assert not list(copy.artifacts.rglob("spoilt"))


def test_training_that_is_killed_leaves_the_version_in_use(copy: Converted) -> None:
    """A version is there whole or not at all, whenever training ends."""
    before = (copy.artifacts / "current").read_text()
    known = {path.name for path in copy.artifacts.iterdir()}
    for patience in (0.3, 1.5):
        process = subprocess.Popen(
            [sys.executable, "-m", copy.project.package, "train", "--output-dir", str(copy.artifacts)],
            cwd=copy.artifacts, env=copy.project.environment(), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(patience)
        process.kill()
        process.wait()
    now = (copy.artifacts / "current").read_text()
    complete = {path.name for path in copy.artifacts.iterdir() if (path / "manifest.json").exists()}
    assert now == before or now.strip() in complete
    for name in complete - known:
        assert json.loads((copy.artifacts / name / "run.json").read_text())["status"] == "complete"


VALUES = """
import asyncio, json, os, sys
from importlib import import_module
from pathlib import Path
version = Path(sys.argv[1])
package = next(p.name for p in Path(sys.path[1]).iterdir() if (p / "service.py").exists())
at = lambda name: import_module(f"{package}.{name}")
loaded = at("serving.loading").Loaded(version, at("serving.settings").Settings())
parameters = at("serving.loading").parameters_of(loaded.manifest, os.environ)
row = {"size": 1.0, "rooms": 1.0, "town": "Kiel", "extra": "none"}
name = next(iter(at("endpoints").ANSWERS))
print(json.dumps([parameters.model_dump(mode="json"), asyncio.run(loaded.ask(name, [row]))]))
"""


def test_parameters_of_training_win_and_the_others_can_be_set(service_of: Services) -> None:
    service = service_of("globals")
    prefix = service.project.package.upper()
    plain, floor = service.script(VALUES)
    assert (plain, floor) == ({"ALPHA": 0.5, "FLOOR": 150.0, "SEED": 3}, [150.0])
    changed = {f"{prefix}_ALPHA": "9", f"{prefix}_SEED": "8", f"{prefix}_FLOOR": "700"}
    assert service.script(VALUES, **changed) == [{"ALPHA": 0.5, "FLOOR": 700.0, "SEED": 3}, [700.0]]


LATER = """
import os, sys
from importlib import import_module
from pathlib import Path
version = Path(sys.argv[1])
package = next(p.name for p in Path(sys.path[1]).iterdir() if (p / "service.py").exists())
at = lambda name: import_module(f"{package}.{name}")
Loaded = at("serving.loading").Loaded
os.environ[at("sources").PREFIX + "BEHAVIOR"] = "1"
print(f'"{Loaded(version, at("serving.settings").Settings()).version}"')
"""


def test_variables_that_libraries_set_are_not_taken_for_parameters(service_of: Services) -> None:
    service = service_of("globals")
    prefix = service.project.package.upper()
    assert service.script(LATER) == (service.artifacts / "current").read_text().strip()
    assert f"{prefix}_BEHAVIOR sets no parameter" in refusal(service, **{f"{prefix}_BEHAVIOR": "1"})


def test_what_training_was_given_is_what_serving_has(copy: Converted) -> None:
    done = copy.project.command(
        "train", "--output-dir", str(copy.artifacts), "--ALPHA", "2.5", "--FLOOR", "400", at=copy.artifacts
    )
    assert done.code == 0, done.err
    found, answers = copy.script(VALUES)
    assert (found, answers) == ({"ALPHA": 2.5, "FLOOR": 400.0, "SEED": 3}, [400.0])
    prefix = copy.project.package.upper()
    (found, answers) = copy.script(VALUES, **{f"{prefix}_FLOOR": "450", f"{prefix}_ALPHA": "1"})
    assert (found["ALPHA"], answers) == (2.5, [450.0])


def test_a_setting_of_another_type_is_refused_at_start(copy: Converted) -> None:
    name = f"{copy.project.package.upper()}_FLOOR"
    assert f"{name}: parameter FLOOR: " in refusal(copy, **{name: "high"})


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    """Modules of the projects do not stay in this process."""
    yield
    for name in [each for each in sys.modules if each.startswith("own_")]:
        del sys.modules[name]
