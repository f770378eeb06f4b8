"""Every rule keeps what it says it keeps and changes what it says it changes."""

from __future__ import annotations

import ast
from types import ModuleType

import pytest
from notebooks import flow_of

from converter.rewrite.bodies import RULES
from converter.rewrite.body import Body, Decisions
from converter.syntax.charts import Charts
from converter.syntax.text import apply_edits

DECISIONS = Decisions(
    lifted={"f": (("k", "k"),), "d": (("k", "t"),)},
    positional={"f": ("x",), "d": ("x", "t")},
    pyplot=frozenset({"plt"}),
    shows=frozenset({"show_plots"}),
    hoisted=frozenset({"import os"}),
    early=frozenset({"sys", "path"}),
    kept=frozenset({"n"}),
    media=frozenset({"HTML"}),
    charts=Charts({"px": "plotly.express"}, charts=frozenset({"chart"})),
)
LITERAL = Decisions(literal=True, module="demo.notebook")


def rewritten(rule: ModuleType, source: str) -> str:
    decisions = LITERAL if named(rule) in ("one_namespace", "own_module") else DECISIONS
    body = Body(flow_of(source).statements[0], decisions)
    return apply_edits(body.text, rule.edits(body))


def named(rule: ModuleType) -> str:
    return rule.__name__.rsplit(".", 1)[-1]


@pytest.mark.fast
@pytest.mark.parametrize(
    ("rule", "source"),
    [(rule, source) for rule in RULES for source in rule.KEEPS],
    ids=lambda value: named(value) if isinstance(value, ModuleType) else repr(value),
)
def test_a_rule_keeps(rule: ModuleType, source: str) -> None:
    assert rewritten(rule, source) == source.rstrip("\n")


@pytest.mark.fast
@pytest.mark.parametrize(
    ("rule", "source", "expected"),
    [(rule, source, expected) for rule in RULES for source, expected in rule.CHANGES],
    ids=lambda value: named(value) if isinstance(value, ModuleType) else repr(value),
)
def test_a_rule_changes(rule: ModuleType, source: str, expected: str) -> None:
    assert rewritten(rule, source) == expected.rstrip("\n")
    ast.parse(expected)


def test_every_rule_has_a_code_a_reason_and_examples() -> None:
    codes = [rule.CODE for rule in RULES]
    assert len(set(codes)) == len(codes)
    for rule in RULES:
        assert rule.__doc__ and rule.KEEPS and rule.CHANGES


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1\n", "show(1)"),
        ("1, 2\n", "show((1, 2))"),
        ("(1, 2)\n", "show((1, 2))"),
        ("(1)\n", "show(1)"),
        ("(1) + (2)\n", "show((1) + (2))"),
        ("display(1)\n", "display(1)"),
        ("1;\n", "1"),
        ("# why\n1  # because\n", "# why\nshow(1)  # because"),
    ],
)
def test_displays_are_printed(source: str, expected: str) -> None:
    from converter.rewrite.rules import displays

    body = Body(flow_of(source).statements[0], Decisions(prints=True))
    assert apply_edits(body.text, displays.edits(body)) == expected
