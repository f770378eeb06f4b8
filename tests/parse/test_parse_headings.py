"""Headings, title and prose."""

from __future__ import annotations

import pytest
from parse_programs import program

from converter.model.notebook import Cell
from converter.parse.headings import headings_of


def levels_and_texts(source: str) -> list[tuple[int, str]]:
    return [(h.level, h.text) for h in headings_of(Cell(1, "markdown", source))]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "text",
        "#1 first",
        "```\n# no\n```",
        "~~~\n# no\n```\n# no\n~~~",
        "    # code",
        "- item\n---",
        "\n---",
        "####### seven",
        "#",
    ],
)
def test_what_is_no_heading(source: str) -> None:
    assert levels_and_texts(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Load", [(1, "Load")]),
        ("##Load", [(2, "Load")]),
        ("## Load ##\ntext\n### More", [(2, "Load"), (3, "More")]),
        ("Load\n====", [(1, "Load")]),
        ("Load\n---", [(2, "Load")]),
        ("<h2 id='x'>Load</h2>", [(2, "Load")]),
        ("# **Load** the [data](http://x) `now`", [(1, "Load the data now")]),
        ("# <a id='a'></a> *Load* &amp; snake_case_name", [(1, "Load & snake_case_name")]),
        ("# a\u202eb\0c", [(1, "abc")]),
        ("```\n# no\n```\n# yes", [(1, "yes")]),
    ],
)
def test_headings(source: str, expected: list[tuple[int, str]]) -> None:
    assert levels_and_texts(source) == expected


def test_title_and_prose_come_before_the_code() -> None:
    found = program(
        Cell(1, "markdown", "# Churn\nWho leaves."),
        Cell(2, "markdown", "## Data\n![](attachment:a.png)Why."),
        Cell(3, "code", "x = 1"),
        Cell(4, "markdown", "# Later\ntext"),
    )
    assert found.title == "Churn"
    assert found.prose == "Who leaves.\n\n## Data\nWhy."
    assert [(h.cell, h.text) for h in found.headings] == [(1, "Churn"), (2, "Data"), (4, "Later")]


def test_prose_has_an_end() -> None:
    found = program(Cell(1, "markdown", "word\n" * 5000), Cell(2, "code", "x = 1"))
    assert found.title == ""
    assert len(found.prose) < 4100
