"""Load: the stages in order."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.use import use


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    df: pd.DataFrame
    small: Any
    means: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, use."""
    with stage("load", cells=(2,)):
        df, shift = load()
    with stage("use", cells=(4,)):
        small, means = use(df, shift)
    return Results(df=df, small=small, means=means)
