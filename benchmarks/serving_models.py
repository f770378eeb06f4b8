"""The models of the serving benchmark, as the service project that a conversion makes of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

FIELDS = tuple(f"f{i}" for i in range(8))
ROW = dict(
    zip(FIELDS, (0.4967, -0.1383, 0.6477, 1.523, -0.2342, -0.2341, 1.5792, 0.7674), strict=True)
)

TRAIN = '''"""Train."""

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(*, KIND, SEED):
    """The frame and the model."""
    rng = np.random.default_rng(SEED)
    df = pd.DataFrame(rng.normal(size=(4000, 8)), columns=[f"f{i}" for i in range(8)])
    noise = rng.normal(0, 0.5, len(df))
    y = (df["f0"] + df["f1"] * df["f2"] - df["f3"] + noise > 0).astype(int)
    if KIND == "forest":
        last = RandomForestClassifier(100, random_state=SEED)
    else:
        last = LogisticRegression()
    model = make_pipeline(StandardScaler(), last).fit(df, y)
    return df, model
'''

PREDICT = '''"""predict of the notebook."""


def predict(frame, *, model):
    """The class of each row."""
    return model.predict(frame)
'''

PIPELINE = '''"""The stages in order."""

from dataclasses import dataclass
from typing import Any

from bench.parameters import Parameters
from bench.progress import stage
from bench.train import train


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    df: Any
    model: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom."""
    with stage("train", cells=(2,)):
        df, model = train(KIND=parameters.KIND, SEED=parameters.SEED)
    return Results(df=df, model=model)
'''


def write_project(folder: Path, *, compiled: bool) -> Any:
    """The benchmark's project in `folder`: `python -m bench train --KIND forest|logistic`."""
    from factories import a_parameter, a_plan, a_stage
    from projects import written

    from converter.emit.lint import laid_out
    from converter.model.plan import Definition, Result
    from converter.model.project import Module
    from converter.model.service import Artifact, Endpoint, Field, Recorded, Service
    from converter.model.settings import Settings
    from converter.scaffold.project import scaffold
    from converter.scaffold.requirements import installed_version

    rows = tuple({name: value * sign for name, value in ROW.items()} for sign in (1, -1, 0.5, -2))
    endpoint = Endpoint(
        name="predict",
        function="predict",
        module="predict",
        summary="The class of each row.",
        record="Row",
        fields=tuple(Field(n, n, "float", "float64", example=v) for n, v in ROW.items()),
        argument="frame",
        lifted=(("model", "model"),),
        answer_annotation="int",
        row_independent=True,
        recorded=(Recorded(rows, (0,) * len(rows)),),
    )
    plan = a_plan(
        name="bench",
        package="bench",
        settings=Settings(target="service"),
        parameters=(
            a_parameter("KIND", "str", '"forest"', value="forest"),
            a_parameter("SEED", "int", "7", value=7),
        ),
        stages=(a_stage("train", settings=("KIND", "SEED"), outputs=("df", "model")),),
        definitions=(Definition("predict", 1, "predict"),),
        results=(Result("df", "train", "df"), Result("model", "train", "model")),
        requirements=("numpy", "pandas", "scikit-learn"),
        service=Service(
            endpoints=(endpoint,),
            artifacts=(Artifact("model"),),
            frozen=("KIND", "SEED"),
            profile="df",
            compiled=compiled,
        ),
    )
    modules = (Module("train", TRAIN), Module("predict", PREDICT), Module("pipeline", PIPELINE))
    project = scaffold(
        plan,
        modules,
        {},
        format=laid_out,
        # As where a notebook without pyarrow was converted: the peers have none, either.
        version=lambda name: None if name == "pyarrow" else installed_version(name),
    )
    return written(project, "bench", folder)
