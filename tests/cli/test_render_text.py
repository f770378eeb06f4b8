"""Printing: plain in a pipe, nothing that steers a terminal."""

from __future__ import annotations

import io

import pytest

from converter.cli.section import Section, one_line, plain
from converter.cli.visible import visible

pytestmark = pytest.mark.fast


@pytest.mark.parametrize("text", ["", "plain", "two\nlines\t.", "Größe 価格 🚀"])
def test_harmless_text_stays(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    "text, shown",
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\rb", r"a\rb"),
        ("a\x00b", r"a\x00b"),
        ("\u202eevil", r"\u202eevil"),
        ("\x9b31m", r"\x9b31m"),
        ("\udc80", r"\udc80"),
    ],
)
def test_control_characters_are_spelt_out(text, shown):
    assert visible(text) == shown


def test_an_empty_section_is_left_out():
    assert plain([Section("nothing", ("a",), ())]) == ""


def test_columns_are_aligned_and_cells_are_one_line():
    section = Section("stages", ("a", "b"), (("load", "x"), ("a\nb  c d", "y")), note="2 stages")
    assert plain([section]).splitlines() == [
        "stages",
        "  load     x",
        "  a b c d  y",
        "  2 stages",
    ]


def test_a_long_cell_does_not_push_the_others():
    section = Section("t", ("a", "b"), (("x" * 300, "1"), ("y", "2")))
    assert max(map(len, plain([section]).splitlines()[2:])) < 60


def test_one_line():
    assert one_line(" a \n\n b\t") == "a b"


def test_drawn_tables_hold_the_same_words_and_no_escape_of_the_notebook(monkeypatch):
    from converter.cli.tables import drawn

    monkeypatch.setenv("NO_COLOR", "1")
    section = Section("stages [bold]", ("name",), (("[red]\x1b[2Jload[/red]",),), note="end")
    text = drawn([section, Section("empty", (), ())], io.StringIO())
    assert "stages [bold]" in text and "end" in text and "empty" not in text
    assert r"[red]\x1b[2Jload[/red]" in text
