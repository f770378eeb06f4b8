"""Values that rooms exchange, built by hand for tests."""

from __future__ import annotations

import ast

from converter.model.dataflow import Dataflow, Statement
from converter.model.diagnostic import Span
from converter.model.notebook import Cell, Notebook
from converter.model.parameter import Parameter
from converter.model.plan import Definition, LedgerEntry, Plan, Result, Stage
from converter.model.program import CodeCell, Program
from converter.model.project import Module, Origin
from converter.model.settings import Settings


def a_parameter(name: str, annotation: str, default: str | None, **more: object) -> Parameter:
    """A parameter of cell 1."""
    known: dict[str, object] = {
        "name": name,
        "field": name,
        "annotation": annotation,
        "default": default,
        "span": Span(1),
        "statement": 0,
        **more,
    }
    return Parameter(**known)  # type: ignore[arg-type]


def a_stage(name: str, **more: object) -> Stage:
    """A stage in the module of its name."""
    known: dict[str, object] = {
        "name": name,
        "module": name,
        "title": name.title(),
        "cells": (2,),
        "statements": (1,),
        **more,
    }
    return Stage(**known)  # type: ignore[arg-type]


def a_dataflow(name: str = "churn.ipynb") -> Dataflow:
    """A notebook of two cells."""
    code = "df = make(7)\nprint(len(df))"
    cells = (Cell(1, "markdown", "# Churn"), Cell(2, "code", code))
    notebook = Notebook(name, None, "0" * 64, cells)
    tree = ast.parse(code)
    program = Program(notebook, (CodeCell(2, code, tree, (1, 2)),))
    statements = tuple(
        Statement(i, 2, line, (i + 1,), tree.body[i], Span(2, i + 1))
        for i, line in enumerate(code.splitlines())
    )
    return Dataflow(program, statements)


def a_plan(**more: object) -> Plan:
    """The plan of a small churn notebook; any field may be replaced."""
    known: dict[str, object] = {
        "dataflow": a_dataflow(),
        "settings": Settings(),
        "name": "churn",
        "package": "churn",
        "title": "Customer churn",
        "prose": "Who leaves, and **why**.",
        "parameters": (
            a_parameter("THRESH", "float", "0.5", value=0.5, comment="above it, a customer leaves"),
            a_parameter("SEED", "int", "7", value=7),
            a_parameter("FEATURES", "list[str]", '["age", "income"]', value=["age", "income"]),
        ),
        "stages": (
            a_stage("load", title="Load the data", settings=("SEED",), outputs=("df",)),
            a_stage(
                "train",
                cells=(3, 4),
                inputs=("df",),
                settings=("FEATURES", "SEED"),
                outputs=("model", "accuracy"),
            ),
        ),
        "definitions": (Definition("clean", 1, "train"),),
        "results": (Result("model", "train", "model"), Result("accuracy", "train", "accuracy")),
        "imports": (),
        "requirements": (),
        "ledger": (LedgerEntry(0, Span(2), "kept", "load", "it makes `df`"),),
    }
    return Plan(**{**known, **more})  # type: ignore[arg-type]


LOAD = '''"""Load the data."""


def load(*, SEED):
    df = [SEED, SEED + 1]
    print(len(df))
    return df
'''

TRAIN = '''"""Train."""

import os, sys


def train(df, *, FEATURES, SEED):
    model = {"mean": sum(df) / len(df)}
    accuracy = 0.75
    return model, accuracy
'''

PIPELINE = '''"""The notebook, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from churn.load import load
from churn.parameters import Parameters
from churn.progress import stage
from churn.train import train


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    model: Any
    accuracy: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: load, train."""
    with stage("load", cells=(2,)):
        df = load(SEED=parameters.SEED)
    with stage("train", cells=(3, 4)):
        model, accuracy = train(
            df, FEATURES=parameters.FEATURES, SEED=parameters.SEED
        )
    return Results(model=model, accuracy=accuracy)
'''


def some_modules() -> tuple[Module, ...]:
    """The modules of `a_plan`, which run."""
    return (
        Module("load", LOAD, (Origin(5, 2, 1), Origin(6, 2, 2))),
        Module("train", TRAIN, (Origin(7, 3, 1),), ("I001", "F401", "E401")),
        Module("pipeline", PIPELINE),
    )
