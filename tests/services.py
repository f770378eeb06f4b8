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
from converter.model.project import Module, Project
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


WORK = '''"""The notebook's functions, one for each way to be called."""

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LinearRegression
from sklearn.naive_bayes import MultinomialNB

WORDS = {"pay": ["invoice", "refund", "card"], "net": ["router", "wifi", "cable"]}


def fit(*, SEED):
    rng = np.random.default_rng(SEED)
    frame = pd.DataFrame({"size (m2)": rng.uniform(20, 200, 50), "floor": rng.integers(0, 9, 50)})
    price = 1000 * frame["size (m2)"] + 50 * frame["floor"]
    model = LinearRegression().fit(frame, price)
    teams = list(rng.choice(list(WORDS), 60))
    texts = [" ".join(rng.choice(WORDS[team], 3)) for team in teams]
    vectorizer = TfidfVectorizer()
    classifier = MultinomialNB().fit(vectorizer.fit_transform(texts), teams)
    medians = {"floor": 4.0}
    return frame, model, vectorizer, classifier, medians


def price(homes, *, model, medians):
    homes = homes.copy()
    assert list(homes.dtypes.astype(str)) == ["float64", "float64"]
    homes["floor"] = homes["floor"].fillna(medians["floor"])
    return model.predict(homes)


def route(texts, *, vectorizer, classifier):
    if any("boom" in text for text in texts):
        raise KeyError("boom")
    shares = classifier.predict_proba(vectorizer.transform(texts))
    return [
        {"team": str(classifier.classes_[row.argmax()]), "shares": row.tolist()} for row in shares
    ]


def advise(day, kind, amount=None, *, RATE):
    bonus = {"gold": 2, "plain": 1}[kind]
    return round((amount or 0) * RATE * bonus + day.day, 2)


def ranks(numbers):
    """Depends on all rows: it must never be batched."""
    return numbers.rank().to_numpy()


def table(rows):
    frame = pd.DataFrame(rows)
    return pd.DataFrame({"double": frame["x"] * 2, "odd": frame["x"] % 2 == 1})


def columns(cells):
    return {"sum": cells.sum(axis=1), "ratio": cells[:, 0] / np.where(cells[:, 1] == 0, np.nan, cells[:, 1])}


def curve(hours):
    return (hours.reshape(-1, 1) ** 2).sum(axis=1)
'''

FIT = '''"""The stages in order."""

from dataclasses import dataclass
from typing import Any

from many.parameters import Parameters
from many.progress import stage
from many.work import fit


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    frame: Any
    model: Any
    vectorizer: Any
    classifier: Any
    medians: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom."""
    with stage("fit", cells=(2,)):
        frame, model, vectorizer, classifier, medians = fit(SEED=parameters.SEED)
    return Results(frame, model, vectorizer, classifier, medians)
'''


def _recorded(*rows: dict[str, Any], answers: Sequence[Any]) -> tuple[Recorded, ...]:
    return (Recorded(rows, tuple(answers)),)


def many_service() -> Service:
    """An endpoint for each way in which a notebook's function may be called and may answer."""
    from converter.model.service import Answer, Argument

    def endpoint(
        name: str, argument: Argument, fields: Sequence[Field], answer: Answer = "rows", **more: Any
    ) -> Endpoint:
        record = name.title()
        return Endpoint(
            name=name, function=name, module="work", summary=f"What {name} says.", record=record,
            fields=tuple(fields), argument=argument, answer=answer, response=f"{record}Answer", **more,
        )  # fmt: skip

    size = Field("size (m2)", "size_m2", "float", "float64", low=20, high=200, example=55.5)
    floor = Field("floor", "floor", "float", "float64", nullable=True, required=False, example=2.0)
    shares = Field("shares", "shares", "list[float]")
    return Service(
        environment=(("TOKENIZERS_PARALLELISM", "false"), ("ODD", "a\"b\n")),
        endpoints=(
            endpoint(
                "price", "frame", (size, floor), lifted=(("model", "model"), ("medians", "medians")),
                answer_annotation="float", row_independent=True,
                recorded=_recorded(
                    {"size (m2)": 50.0, "floor": 4.0}, {"size (m2)": 50.0, "floor": None},
                    answers=[50_200.0, 50_200.0],
                ),
            ),
            endpoint(
                "route", "column", (Field("text", "text", "str", example="wifi"),),
                lifted=(("vectorizer", "vectorizer"), ("classifier", "classifier")), watched="team",
                answer_fields=(Field("team", "team", "str"), shares), row_independent=True,
                recorded=_recorded({"text": "wifi cable"}, {"text": "refund"}, answers=[
                    {"team": "net", "shares": []}, {"team": "pay", "shares": []}]),
            ),
            endpoint(
                "advise", "keywords",
                (
                    Field("day", "day", "date", example="2024-01-31"),
                    Field("kind", "kind", 'Literal["gold", "plain"]', example="gold"),
                    Field("amount", "amount", "float", nullable=True, required=False, example=10.0),
                ),
                "one", lifted=(("RATE", "RATE"),), answer_annotation="float", row_independent=True,
                recorded=_recorded(
                    {"day": "2024-01-31", "kind": "gold", "amount": 10.0},
                    {"day": "2024-01-02", "kind": "plain", "amount": None},
                    answers=[33.0, 2.0],
                ),
            ),
            endpoint(
                "ranks", "series", (Field("x", "x", "float", "float64", example=1.0),),
                answer_annotation="float", row_independent=True,
                recorded=_recorded({"x": 3.0}, {"x": 1.0}, {"x": 2.0}, answers=[3.0, 1.0, 2.0]),
            ),
            endpoint(
                "table", "records", (Field("x", "x", "int", "int64", example=3),),
                answer_fields=(Field("double", "double", "int"), Field("odd", "odd", "bool")),
                watched="odd", row_independent=True,
                recorded=_recorded({"x": 3}, {"x": 4}, answers=[
                    {"double": 6, "odd": True}, {"double": 8, "odd": False}]),
            ),
            endpoint(
                "columns", "matrix",
                (Field("a", "a", "int", "int64", example=1), Field("b", "b", "float", "float64", example=2.0)),
                "columns", row_independent=True,
                answer_fields=(Field("sum", "sum", "float"), Field("ratio", "ratio", "float", nullable=True)),
                watched="ratio",
                recorded=_recorded({"a": 1, "b": 2.0}, {"a": 1, "b": 0.0}, answers=[
                    {"sum": 3.0, "ratio": 0.5}, {"sum": 1.0, "ratio": None}]),
            ),
            endpoint(
                "curve", "column", (Field("value", "value", "float", "float64", example=2.0),),
                answer_annotation="float", row_independent=True,
                recorded=_recorded({"value": 2.0}, {"value": 3.0}, answers=[4.0, 9.0]),
            ),
        ),
        artifacts=(
            Artifact("model"), Artifact("vectorizer"), Artifact("classifier"), Artifact("medians", "json"),
        ),
        frozen=("SEED",),
        settings=("RATE",),
        profile="frame",
    )  # fmt: skip


def many_files(service: Service) -> Project:
    """The project of a service with many endpoints, its modules written by hand."""
    plan = a_plan(
        name="many",
        package="many",
        settings=Settings(target="service"),
        parameters=(
            a_parameter("SEED", "int", "3", value=3),
            a_parameter("RATE", "float", "0.1", value=0.1),
        ),
        stages=(a_stage("fit", module="work", settings=("SEED",), outputs=("model",)),),
        results=tuple(
            Result(name, "fit", name) for name in ("frame", "model", "vectorizer", "classifier", "medians")
        ),
        requirements=("numpy", "pandas", "scikit-learn"),
        service=service,
    )
    return service_files(plan, (Module("work", WORK), Module("pipeline", FIT)), {})


def many_project(folder: Path) -> OnDisk:
    """That service on disk."""
    return written(many_files(many_service()), "many", folder)
