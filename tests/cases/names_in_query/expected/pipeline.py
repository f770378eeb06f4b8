"""Load: the stages in order."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from demo.filter_stage import filter_stage
from demo.load import load
from demo.parameters import Parameters
from demo.progress import stage
from demo.select_stage import select_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    chosen: pd.DataFrame
    scaled: Any
    whole: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, select_stage, filter_stage."""
    with stage("load", cells=(2,)):
        df, least, factor = load()
    with stage("select_stage", cells=(4,)):
        chosen, scaled, whole = select_stage(df, least, factor)
    with stage("filter_stage", cells=(6,)):
        filter_stage(df, least)
    return Results(chosen=chosen, scaled=scaled, whole=whole)
