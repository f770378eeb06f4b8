"""Functions made from the chain before an estimator, as a watched run executes them."""

from __future__ import annotations

import builtins

from notebooks import flow_of

from converter.analyse.dataflow import dataflow_of
from converter.model.split import Made
from converter.plan.imports import import_lines
from converter.plan.parameters import parameters_of
from converter.probe.prepared import checked as compared
from converter.rewrite.serving.synthesis import Synthesis, synthesis_of
from converter.rewrite.serving.ways import AT_ONCE

IMPORTS = """
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder, StandardScaler
"""
SPLIT = """
train, test, y_train, y_test = train_test_split(X, y, random_state=0)
model = Ridge().fit(train, y_train)
"""
ASK = "print(model.predict(test)[:3])"
NUMBERS = 'X = df[["size", "rooms"]]\ny = df["price"]'


def synthesis(*cells: str, wanted: tuple[str, ...] = ()) -> Synthesis:
    flow = flow_of(*cells)
    for written_out in AT_ONCE:
        program = written_out(flow)
        flow = dataflow_of(program) if program else flow
    parameters, _ = parameters_of(flow)
    given = frozenset(each.name for each in parameters.parameters)
    static = frozenset(name for line in import_lines(flow.statements) for name in line.names)
    return synthesis_of(flow, given, static, wanted)


def watched(found: Synthesis) -> dict[str, object]:
    """The names that the program leaves behind when it runs as a watched run executes it."""
    texts = dict(found.made[0].cells)
    names: dict[str, object] = {"print": lambda *_: None, "__builtins__": builtins}
    for cell in found.program.cells:
        exec(compile(texts.get(cell.number, cell.code), f"cell {cell.number}", "exec"), names)
    return names


def as_the_notebook_did(made: Made, names: dict[str, object]) -> dict[str, object]:
    check = {
        "rows": made.rows,
        "prepared": made.prepared,
        "tested": made.tested,
        "grown": made.grown,
    }
    return compared(check, names)


def checked(found: Synthesis) -> None:
    """Asserts that every function prepares the rows that the notebook asked about as it did, and alone."""
    names = watched(found)
    for made in found.made:
        told = as_the_notebook_did(made, names)
        assert (told["missing"], told.get("why")) == (0, None)
        tested = eval(made.tested, dict(names))
        assert told["count"] == (tested.shape[0] if hasattr(tested, "shape") else len(tested))
