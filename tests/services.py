"""Service projects as a conversion is to make them: the values of the contract, filled in by hand."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from factories import a_parameter, a_plan, a_stage
from projects import EXAMPLES, OnDisk, written

from converter.emit.lint import laid_out
from converter.emit.pipeline_module import pipeline_text
from converter.model.plan import Plan, Result
from converter.model.project import Module
from converter.model.service import Artifact, Endpoint, Field, Recorded, Service
from converter.model.settings import DEPLOY_PARTS, Settings
from converter.pipeline import convert
from converter.scaffold.project import scaffold

CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"age": 64, "income": 31_000.0, "visits": 1},
    {"age": 25, "income": 52_000.0, "visits": 7},
    {"age": 47, "income": 43_500.5, "visits": 3},
    {"age": 18, "income": 12_000.0, "visits": 12},
    {"age": 79, "income": 80_000.25, "visits": 0},
)


@functools.lru_cache(maxsize=1)
def churn_notebook() -> dict[str, Any]:
    """The names that the cells of the churn notebook leave behind."""
    cells = json.loads((EXAMPLES / "churn.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        lines = "".join(cell["source"]).splitlines()
        exec("\n".join(line for line in lines if not line.startswith("%")), names)
    return names


def recorded(predict: Any, requests: Sequence[Sequence[dict[str, Any]]]) -> tuple[Recorded, ...]:
    """What `predict` answers to each of the requests."""
    return tuple(Recorded(tuple(rows), tuple(predict(list(rows)))) for rows in requests)


def churn_service(*, compiled: bool = False) -> Service:
    """The split of the churn notebook (example project of the design)."""
    requests = (CUSTOMERS[:2], CUSTOMERS, *((row,) for row in CUSTOMERS))
    return Service(
        endpoints=(
            Endpoint(
                name="predict",
                function="predict",
                module="predict",
                summary="Churn probability and verdict for each customer.",
                record="Customer",
                fields=(
                    Field("age", "age", "int", "int64", low=18, high=79, example=64),
                    Field(
                        "income", "income", "float", "float64", low=4181.9, high=78_046.1,
                        example=31_000.0,
                    ),
                    Field("visits", "visits", "int", "int64", low=0, high=12, example=1),
                ),
                argument="records",
                lifted=(
                    ("FEATURES", "FEATURES"),
                    ("THRESH", "THRESH"),
                    ("model", "model"),
                    ("scaler", "scaler"),
                ),
                response="Prediction",
                answer_fields=(
                    Field("probability", "probability", "float"),
                    Field("churn", "churn", "bool"),
                ),
                watched="churn",
                row_independent=True,
                recorded=recorded(churn_notebook()["predict"], requests),
            ),
        ),
        artifacts=(
            Artifact(
                "scaler",
                annotation="StandardScaler",
                imports=("from sklearn.preprocessing import StandardScaler",),
            ),
            Artifact(
                "model",
                annotation="LogisticRegression",
                imports=("from sklearn.linear_model import LogisticRegression",),
            ),
        ),
        frozen=("SEED", "FEATURES"),
        settings=("THRESH",),
        profile="df",
        compiled=compiled,
    )  # fmt: skip


def churn_project(folder: Path, *, compiled: bool = False) -> OnDisk:
    """The churn notebook as a service: the modules of its conversion, sliced by hand."""
    made = convert(str(EXAMPLES / "churn.ipynb"), Settings(target="job"))
    plan = replace(
        made.plan,
        settings=Settings(target="service", deploy=DEPLOY_PARTS),
        service=churn_service(compiled=compiled),
        stages=tuple(stage for stage in made.plan.stages if stage.name != "evaluate"),
        results=(
            Result("df", "load", "df"),
            Result("scaler", "features", "scaler"),
            Result("model", "train", "model"),
            Result("accuracy", "train", "accuracy"),
        ),
    )
    pipeline = Module("pipeline", laid_out(pipeline_text(plan)))
    kept = [m for m in made.modules if m.name not in ("pipeline", "evaluate")]
    extra = {"notebooks/churn.ipynb": (EXAMPLES / "churn.ipynb").read_bytes()}
    return written(service_files(plan, (*kept, pipeline), extra), plan.package, folder)


def service_files(plan: Plan, modules: tuple[Module, ...], extra: dict[str, bytes]) -> Any:
    """The project of a plan whose target is a service."""
    return scaffold(plan, modules, extra, format=laid_out)
