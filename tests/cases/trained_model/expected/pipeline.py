"""Churn: the stages in order."""

from dataclasses import dataclass
from typing import Any

from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from demo.features import features
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.train import train
from demo.try_stage import try_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    scaler: StandardScaler
    model: LogisticRegression
    accuracy: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, features, train, try_stage."""
    with stage("load", cells=(4,)):
        df = load(SEED=parameters.SEED)
    with stage("features", cells=(6,)):
        scaler, X = features(df, FEATURES=parameters.FEATURES)
    with stage("train", cells=(8,)):
        model, accuracy = train(df, X)
    with stage("try_stage", cells=(11,)):
        try_stage(scaler, model, FEATURES=parameters.FEATURES, THRESH=parameters.THRESH)
    return Results(scaler=scaler, model=model, accuracy=accuracy)
