"""The service imports nothing that trains: by what its modules say, and by what a process loads."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from converted import Converted, reachable

Services = Callable[[str], Converted]

# Notebook: the library functions that make its training data, none of which serving may reach.
TRAINING = {
    "churn": ["default_rng", "train_test_split"],
    "text_classification": ["train_test_split"],
    "estimator": ["default_rng", "train_test_split"],
    "globals": ["read_csv", "to_csv", "default_rng"],
    "cell": ["default_rng"],
    "two": ["default_rng"],
    "pickles": ["default_rng", "make_pipeline"],
}
RUNTIME_TRAINS = {"pipeline", "training", "job"}
# What starts a service: uvicorn's own way, and the command's.
FIRST = ("service", "serving.server", "endpoints", "serving.loading")


SLOW = {"text_classification"}
NAMES = [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in TRAINING]


@pytest.mark.parametrize("name", NAMES)
def test_no_training_module_is_reachable(name: str, service_of: Services) -> None:
    service = service_of(name)
    stages = {stage for stage in service.ledger() if service.trains(stage)}
    assert stages, "the notebook has stages"
    found = reachable(service, FIRST)
    assert not found & (stages | RUNTIME_TRAINS)
    served = {service.endpoints[each]["function"] for each in service.endpoints}
    own = "\n".join(service.module(module) for module in found & service.ledger())
    assert all(f"def {function}(" in own for function in served)
    for word in TRAINING[name]:
        assert word not in own


PROCESS = """
import importlib, json, sys
from pathlib import Path
version = Path(sys.argv[1])
package = next(p.name for p in Path(sys.path[1]).iterdir() if (p / "service.py").exists())
for name in {first!r}:
    importlib.import_module(f"{{package}}.{{name}}")
loading, settings = (importlib.import_module(f"{{package}}.{{n}}") for n in ("serving.loading", "serving.settings"))
loading.Loaded(version, settings.Settings())
print(json.dumps([m.partition(".")[2] for m in sys.modules if m.startswith(package + ".")]))
"""


@pytest.mark.parametrize("name", ["globals", "pickles"])
def test_a_process_that_serves_never_loads_training(name: str, service_of: Services) -> None:
    service = service_of(name)
    loaded = set(service.script(PROCESS.format(first=FIRST)))
    assert {"endpoints", "serving.loading", "service"} <= loaded
    assert loaded <= reachable(service, FIRST)
    assert not {each for each in loaded if service.trains(each)} | (loaded & RUNTIME_TRAINS)


def test_the_artifacts_answer_where_the_stages_are_gone(service_of: Services, tmp_path) -> None:  # type: ignore[no-untyped-def]
    import shutil

    service = service_of("pickles")
    copy = Converted(
        type(service.project)(tmp_path / "project", service.project.package), "", service.artifacts
    )
    shutil.copytree(service.project.folder, copy.project.folder)
    for stage in RUNTIME_TRAINS | {each for each in service.ledger() if service.trains(each)}:
        (copy.package / f"{stage}.py").unlink()
    assert "endpoints" in copy.script(PROCESS.format(first=FIRST))


def test_what_the_walk_would_find(service_of: Services) -> None:
    """The walk is not blind: from the training job it finds every stage."""
    service = service_of("churn")
    found = reachable(service, ["training", "pipeline"])
    assert {each for each in service.ledger() if service.trains(each)} <= found
    assert json.loads((service.package / "source_map.json").read_text())
