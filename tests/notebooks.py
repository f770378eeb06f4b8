"""Notebooks for tests, from the text of their cells."""

from __future__ import annotations

import hashlib
import json

from converter.analyse.dataflow import dataflow_of
from converter.model.dataflow import Dataflow
from converter.model.notebook import Cell, Notebook
from converter.model.plan import Plan
from converter.model.program import Program
from converter.model.settings import Settings
from converter.parse.program import parse_program
from converter.pipeline import plan_notebook


def notebook_of(*cells: str, tags: dict[int, tuple[str, ...]] | None = None) -> Notebook:
    """Code cells; one that begins with `#%md ` is Markdown. `tags` by cell number from 1."""
    made = []
    for number, text in enumerate(cells, start=1):
        kind, source = ("markdown", text[5:]) if text.startswith("#%md ") else ("code", text)
        given = (tags or {}).get(number, ())
        made.append(Cell(number, kind, source, given))  # type: ignore[arg-type]
    document = {
        "cells": [{"cell_type": cell.kind, "source": cell.source} for cell in made],
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(document)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Notebook("drawn.ipynb", None, digest, tuple(made), text=text)


def program_of(*cells: str) -> Program:
    """Code cells as a program."""
    return parse_program(notebook_of(*cells))


def flow_of(*cells: str) -> Dataflow:
    """The dataflow of code cells."""
    return dataflow_of(program_of(*cells))


def plan_for(
    *cells: str, tags: dict[int, tuple[str, ...]] | None = None, settings: Settings | None = None
) -> Plan:
    """The plan for cells, constants not offered unless `settings` say so."""
    return plan_notebook(notebook_of(*cells, tags=tags), settings or Settings(offer=False))
