"""The parameters of a notebook, for the commands that replace their values."""

from __future__ import annotations

from converter.model.diagnostic import Diagnostic
from converter.model.parameter import ParameterSet
from converter.model.settings import Settings


def parameters_found(notebook: str) -> tuple[ParameterSet, tuple[Diagnostic, ...]]:
    """The parameters that `notebook` declares or plainly has, and remarks about them."""
    from converter.pipeline import plan_of
    from converter.plan.parameters import parameters_of

    return parameters_of(plan_of(notebook, Settings()).dataflow)
