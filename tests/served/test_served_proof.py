"""`--prove` trains the service from scratch, starts it, asks it, and tells a wrong one from a right one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from converted import Converted, nbship
from projects import ended

Services = Callable[[str], Converted]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["globals", "estimator", "folds", "unseeded", "two", "cell", "churn", "segmentation", "text_classification"])
def test_the_service_is_proved_equal(name: str, service_of: Services) -> None:
    service = service_of(name)
    folder = service.artifacts.parent
    done = nbship("prove", f"{name}.ipynb", "project", at=folder)
    assert done.code == 0, done.out + done.err
    assert "equivalent" in done.out


@pytest.mark.slow
def test_a_service_that_answers_otherwise_is_told(service_of: Services, tmp_path: Path) -> None:
    service = service_of("globals")
    shutil.copytree(service.project.folder, tmp_path / "project")
    shutil.copy(service.artifacts.parent / "globals.ipynb", tmp_path)
    module = tmp_path / "project" / "src" / service.project.package / "predict_price.py"
    text = module.read_text()
    assert '"lift": 7' in text
    module.write_text(text.replace('"lift": 7', '"lift": 8'))
    done = nbship("prove", "globals.ipynb", "project", at=tmp_path)
    assert done.code == 1, done.out + done.err
    assert "/predict_price" in done.out


@pytest.mark.slow
def test_the_projects_tests_train_as_an_unseeded_notebook_did(service_of: Services) -> None:
    project = service_of("unseeded").project
    words = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", "in_process")
    done = ended(sys.executable, *words, at=project.folder, **project.environment())
    assert done.code == 0, done.out + done.err
    seeded = project.folder / "tests" / "seeded.py"
    seeded.write_text(seeded.read_text().replace("SEED = 0", "SEED = 1"))
    done = ended(sys.executable, *words, at=project.folder, **project.environment())
    assert done.code == 1, done.out + done.err
