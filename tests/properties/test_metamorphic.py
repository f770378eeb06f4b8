"""What does not change a notebook's meaning does not change the code that is made from it."""

from __future__ import annotations

import ast
import io
import json
from collections.abc import Sequence
from typing import Any

from both_ways import HEADING, MARKDOWN, notebook_of, texts_of
from drawn_notebooks import PRELUDE, notebooks
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from converter.model.notebook import Notebook
from converter.model.plan import Plan
from converter.model.settings import Settings
from converter.pipeline import plan_notebook
from converter.read.notebook import read_notebook

PROSE = st.sampled_from(
    ["Some words.", "* a list\n* of two", "", "`code` and $x^2$", "> # no heading"]
)

# Each example is converted twice.
FEW = settings().max_examples // 2


def plan_of(notebook: Notebook) -> Plan:
    """The plan; the example is left out where the compiler refuses the notebook."""
    plan = plan_notebook(notebook, Settings())
    assume(not any(each.severity == "error" for each in plan.diagnostics))
    return plan


def functions(plan: Plan) -> dict[str, list[str]]:
    """The functions of each module without their docstrings, which name cells."""
    found: dict[str, list[str]] = {}
    for module, text in texts_of(plan).items():
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
                node.body = node.body[1:] or [ast.Pass()]
        if module == "pipeline":
            tree = without_cells(tree)
        found[module] = [
            ast.unparse(each) for each in tree.body if isinstance(each, ast.FunctionDef)
        ]
    return found


def without_cells(tree: ast.Module) -> ast.Module:
    """The pipeline without the cell numbers of its stages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords = [word for word in node.keywords if word.arg != "cells"]
    return tree


@settings(max_examples=FEW)
@given(notebooks(), st.integers(0, 99), PROSE)
def test_words_change_no_code(cells: list[str], place: int, words: str) -> None:
    at = place % (len(cells) + 1)
    more = [*cells[:at], MARKDOWN + words, *cells[at:]]
    assert functions(plan_of(notebook_of(more))) == functions(plan_of(notebook_of(cells)))


@settings(max_examples=FEW)
@given(notebooks(), st.randoms(use_true_random=False))
def test_ids_counts_and_outputs_change_no_code(cells: list[str], chance: Any) -> None:
    plain = read(cells, [None] * len(cells), ["a" * 8 + str(i) for i in range(len(cells))], "")
    counts = [chance.randint(1, 99) for _ in cells]
    other = read(cells, counts, [f"{chance.randint(0, 10**9):x}" for _ in cells], "printed before")
    assert functions(plan_of(other)) == functions(plan_of(plain))


def read(
    cells: Sequence[str], counts: Sequence[int | None], ids: Sequence[str], output: str
) -> Notebook:
    """The notebook as it is read from a file with such counts, ids and outputs."""
    parts: list[dict[str, Any]] = []
    for text, count, name in zip(cells, counts, ids, strict=True):
        common: dict[str, Any] = {"id": name, "metadata": {}}
        if text.startswith(HEADING):
            source = f"## {text.removeprefix(HEADING)}"
            parts.append({**common, "cell_type": "markdown", "source": source})
            continue
        stream = {"output_type": "stream", "name": "stdout", "text": output}
        outputs = [stream] if output else []
        code = {"cell_type": "code", "source": text, "execution_count": count, "outputs": outputs}
        parts.append({**common, **code})
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": parts}
    return read_notebook("-", stdin=io.BytesIO(json.dumps(whole).encode()))


@settings(max_examples=FEW)
@given(notebooks(), st.data())
def test_a_split_cell_changes_no_statement(cells: list[str], data: st.DataObject) -> None:
    places = [(at, line) for at, text in enumerate(cells) for line in seams(text)]
    assume(places)
    at, line = data.draw(st.sampled_from(places))
    lines = cells[at].split("\n")
    split = [*cells[:at], "\n".join(lines[:line]), "\n".join(lines[line:]), *cells[at + 1 :]]
    assert statements(plan_of(notebook_of(split))) == statements(plan_of(notebook_of(cells)))


def seams(text: str) -> list[int]:
    """Lines of a cell before which it can be split without another value being displayed."""
    if text.startswith((HEADING, "#|", PRELUDE)):
        return []
    body = ast.parse(text).body
    pairs = zip(body, body[1:], strict=False)
    return [after.lineno - 1 for before, after in pairs if not isinstance(before, ast.Expr)]


def statements(plan: Plan) -> list[str]:
    """The notebook's own statements in the order of the stages, and its definitions.

    What stages hand to each other may change: a name that the other half reads is no product.
    """
    texts = texts_of(plan)
    trees = {name: ast.parse(text) for name, text in texts.items() if name != "pipeline"}
    stages = {stage.name for stage in plan.stages}
    bodies: dict[str, list[str]] = {}
    own: list[str] = []
    for tree in trees.values():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in stages:
                kept = [each for each in node.body if not isinstance(each, ast.Return)]
                bodies[node.name] = [ast.unparse(each) for each in kept[1:]]
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                own.append(ast.unparse(node))
    return [*sorted(own), *(line for stage in plan.stages for line in bodies[stage.name])]
