"""Load: the stages in order."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from demo.draw import draw
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    df: pd.DataFrame
    draws: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, draw."""
    with stage("load", cells=(2,)):
        df = load()
    with stage("draw", cells=(4, 5)):
        draws = draw()
    return Results(df=df, draws=draws)
