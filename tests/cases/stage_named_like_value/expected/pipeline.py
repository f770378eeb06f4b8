"""Prices: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.parameters import Parameters
from demo.prices_stage import prices_stage
from demo.progress import stage
from demo.report_total_stage import report_total_stage


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    report_total: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: prices_stage, report_total_stage."""
    with stage("prices_stage", cells=(2,)):
        prices = prices_stage()
    with stage("report_total_stage", cells=(6,)):
        report_total = report_total_stage(prices)
    return Results(report_total=report_total)
