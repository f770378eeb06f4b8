"""The Mermaid diagram of a plan."""

from __future__ import annotations

import re

import pytest
from factories import a_plan, a_stage

from converter.model.plan import Result
from converter.scaffold.diagram import label, mermaid

pytestmark = pytest.mark.fast

LINE = re.compile(
    r'    (parameters\[/"parameters"/\]|results\(\["results"\]\)|s\d+\["[^"\[\]{}`%|\\]*"\]'
    r'|\w+ -\.?->(\|"[^"\[\]{}`%|\\<>]*"\|)? \w+)'
)


def test_stages_and_what_flows_between_them() -> None:
    assert mermaid(a_plan()).splitlines() == [
        "flowchart TD",
        '    parameters[/"parameters"/]',
        '    s1["load<br/>Load the data"]',
        '    s2["train"]',
        '    results(["results"])',
        '    parameters -.->|"SEED"| s1',
        '    parameters -.->|"FEATURES, SEED"| s2',
        '    s1 -->|"df"| s2',
        '    s2 -->|"model, accuracy"| results',
    ]


def test_a_plan_without_stages() -> None:
    assert mermaid(a_plan(stages=(), results=())) == "flowchart TD\n"


def test_the_latest_maker_is_the_source() -> None:
    stages = (
        a_stage("a", outputs=("df",)),
        a_stage("b", inputs=("df",), outputs=("df",)),
        a_stage("c", inputs=("df",)),
    )
    text = mermaid(a_plan(stages=stages, results=()))
    assert 's2 -->|"df"| s3' in text
    assert "s1 --> s3" not in text


def test_many_names_are_counted_and_order_alone_is_an_arrow() -> None:
    names = tuple("abcdef")
    stages = (a_stage("a", outputs=names), a_stage("b", inputs=names), a_stage("c"))
    text = mermaid(a_plan(stages=stages, results=(Result("x", "nowhere", "x"),)))
    assert 's1 -->|"a, b, c, d + 2 more"| s2' in text
    assert "    s2 --> s3" in text


@pytest.mark.parametrize(
    "title",
    [
        '"]; click s1 "javascript:x"',
        "%%{init: {}}%%",
        "a\nend\nsubgraph",
        "`md` <b>",
        "x" * 9999,
        "#quot;",
    ],
)
def test_a_hostile_title_stays_in_its_node(title: str) -> None:
    lines = mermaid(a_plan(stages=(a_stage("a", title=title),), results=())).splitlines()
    assert lines[0] == "flowchart TD"
    assert len(lines) == 2
    assert LINE.fullmatch(lines[1].replace("<br/>", ""))


def test_letters_of_all_scripts_stay() -> None:
    assert label("Données 数据") == "Données 数据"


@pytest.mark.parametrize(
    ("text", "safe"), [("1. Load", "1#46; Load"), ("- x", "#45; x"), ("v1.2", "v1.2")]
)
def test_a_numbered_heading_is_no_list(text: str, safe: str) -> None:
    assert label(text) == safe
