"""Values that the notebook's code reads in its module are those of the version that answers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from factories import a_parameter, a_plan, a_stage
from projects import OnDisk, ended, written
from services import service_files

from converter.model.plan import Result, SharedValues
from converter.model.project import Module
from converter.model.service import Artifact, Endpoint, Field, Recorded, Service
from converter.model.settings import Settings

SHARED = '''"""predict, which shares offset, SCALE with the stages."""

from functools import lru_cache
from typing import Any

SCALE: Any = None
offset: Any = None


@lru_cache
def predict(x):
    return x * SCALE + offset
'''
WORK = '''"""The stages in order."""

from dataclasses import dataclass

from told.parameters import Parameters


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    offset: float


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom."""
    return Results(offset=1.0)
'''
ASK = """
from told.endpoints import ANSWERS, values_of
from told.parameters import Parameters

one, two = (values_of({"offset": offset}, Parameters()) for offset in (1.0, 5.0))
print([ANSWERS["predict"]([{"x": 2.0}], values) for values in (one, two, two, one)])
"""


def told_project(folder: Path) -> OnDisk:
    x = Field("x", "x", "float", "float64", example=2.0)
    endpoint = Endpoint(
        name="predict", function="predict", module="shared", summary="What it says.", record="Predict",
        fields=(x,), argument="keywords", answer="one", response="PredictAnswer", answer_annotation="float",
        row_independent=True, recorded=(Recorded(({"x": 2.0},), (7.0,)),),
    )  # fmt: skip
    plan = a_plan(
        name="told",
        package="told",
        settings=Settings(target="service"),
        parameters=(a_parameter("SCALE", "float", "3.0", value=3.0),),
        stages=(a_stage("fit", module="pipeline", outputs=("offset",)),),
        results=(Result("offset", "fit", "offset"),),
        shared=SharedValues(module="shared", name="shared"),
        service=Service(
            (endpoint,),
            (Artifact("offset"),),
            frozen=("SCALE",),
            told=("SCALE", "offset"),
            cached=("predict",),
        ),
    )
    modules = (Module("shared", SHARED), Module("pipeline", WORK))
    return written(service_files(plan, modules, {}), "told", folder)


def test_each_version_answers_with_its_own_values(tmp_path: Path) -> None:
    project = told_project(tmp_path)
    done = ended(sys.executable, "-c", ASK, at=project.folder, **project.environment())
    assert done.out.strip() == "[[7.0], [11.0], [11.0], [7.0]]", done.err


@pytest.mark.slow
def test_its_code_is_clean(tmp_path: Path) -> None:
    project = told_project(tmp_path)
    for words in (("ruff", "check", "src"), ("mypy", "--strict", "src/told/endpoints.py")):
        done = ended(sys.executable, "-m", *words, at=project.folder, **project.environment())
        assert done.code == 0, done.out + done.err
