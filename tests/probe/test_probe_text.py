"""Printed text: what counts as the same line, and where two texts differ."""

from __future__ import annotations

import pytest

from converter.probe.text import differing_lines, placed_lines, shown_lines


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("x  \n", "x"),
        ("<f at 0x7f0011223344>", "<f at 0x7fffffffffff>"),
        ("<Figure size 640x480 with 1 Axes>\nx", "x"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("10%\r50%\r100%", "100%"),
        ("Date: Mon, 01 Jan 2024", "Date: Tue, 02 Jan 2024"),
        ("Time:    10:00:00", "Time:    11:11:11"),
        ("Wall time: 3 s\nx", "x"),
        ("[CV] END a=1; total time=   0.2s", "[CV] END a=1; total time= 1.3min"),
        (
            "Done 5 out of 5 | elapsed:    0.1s finished",
            "Done 5 out of 5 | elapsed:   12.1s finished",
        ),
        (
            "0:\tlearn: 0.6\ttotal: 56ms\tremaining: 1m 5s",
            "0:\tlearn: 0.6\ttotal: 1.2s\tremaining: 0us",
        ),
        (
            "Auto-choosing row-wise multi-threading, the overhead of testing was 0.000085 seconds.\n"
            "You can set `force_row_wise=true` to remove the overhead.\nx",
            "Auto-choosing col-wise multi-threading, the overhead of testing was 0.01 seconds.\nx",
        ),
        ("<Curve Curve00012>", "<Curve Curve00013>"),
        ("Curve(name='Curve00012', x=3)", "Curve(name='Curve00013', x=3)"),
        ("<class '__main__.Model'>", "<class 'churn.train.Model'>"),
        ("<function f at 0x7f0011223344>", "<function stage.<locals>.f at 0x7f0011223355>"),
    ],
)
def test_what_no_two_runs_share_is_masked(left: str, right: str) -> None:
    assert shown_lines(left, "churn") == shown_lines(right, "churn")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1.0", "1.1"),
        ("a b", "a  b"),
        ("0x12", "0x13"),
        ("a\n\nb", "a\nb"),
        ("time 3", "time 4"),
        ("delivery time: 3 min", "delivery time: 4 min"),
        ("0:\tlearn: 0.6\ttotal: 56ms", "0:\tlearn: 0.7\ttotal: 56ms"),
        ("<Curve a00012>", "<Curve a00013>"),
        ("Curve00012", "Curve00013"),
    ],
)
def test_what_differs_is_kept(left: str, right: str) -> None:
    assert shown_lines(left) != shown_lines(right)


def test_lines_know_where_they_begin() -> None:
    parts = [(1, "a\nb"), (2, "c\n"), (3, "\nd")]
    assert placed_lines(parts) == [(1, "a"), (1, "bc"), (3, ""), (3, "d")]


def test_unstable_lines_may_be_anything() -> None:
    left, right = ["a", "3 s", "b"], ["a", "4 s", "b"]
    assert [each.left_at for each in differing_lines(left, right)] == [1]
    assert differing_lines(left, right, {1}) == []
    assert differing_lines(left, ["a", "4 s", "5 s", "b"], {1}) == []
    assert differing_lines(left, ["a", "4 s", "c"], {1}) != []


def test_an_extra_line_is_one_difference() -> None:
    (found,) = differing_lines(["a", "b"], ["a", "x", "b"])
    assert (found.left, found.right) == ((), ("x",))
