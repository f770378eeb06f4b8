"""What the corpus benchmark calls equal, and what it must not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from corpus_compare import difference, differing_values, lines_of, same, stdout_of, text_of
from corpus_values import comparable

RECORD = {"outputs": [["stdout", "a\n"], ["display", "   x\n0  1"], ["stdout", "b\n"]]}


def test_order_of_printed_and_displayed_text_is_kept() -> None:
    assert text_of(RECORD) == ["a", "   x", "0  1", "b"]
    assert stdout_of(RECORD) == ["a", "b"]


@pytest.mark.parametrize(
    ("notebook", "job"),
    [
        ("x  \n", "x"),
        ("<f at 0x7f0011223344>", "<f at 0x7fffffffffff>"),
        ("<Figure size 640x480 with 1 Axes>\nx", "x"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("10%\r50%\r100%", "100%"),
        ("Time:          10:11:12   Df: 3", "Time:          10:11:13   Df: 3"),
        ("<class '__main__.Shop'>", "<class 'churn.load.Shop'>"),
    ],
)
def test_texts_that_are_equal(notebook: str, job: str) -> None:
    assert difference(lines_of(notebook), lines_of(job), "churn") == ""


@pytest.mark.parametrize(
    ("notebook", "job"),
    [
        ("x", "y"),
        ("a\nb", "b\na"),
        ("accuracy: 0.833", "accuracy: 0.834"),
        ("  indented", "indented"),
        ("a\n\nb", "a\nb"),
        ("closed 10:11:12", "closed 10:11:13"),
        ("<shop.churn.Model>", "<shop.Model>"),
    ],
)
def test_texts_that_differ(notebook: str, job: str) -> None:
    assert difference(lines_of(notebook), lines_of(job), "churn")


@pytest.mark.parametrize(
    ("left", "right"),
    [(1.0, 1.0 + 1e-9), (float("nan"), float("nan")), (float("nan"), "nan"), ([1, 2.0], [1, 2])],
)
def test_values_that_are_equal(left: object, right: object) -> None:
    assert same(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1.0, 1.001),
        ("a", "b"),
        ([1], [1, 2]),
        ({"a": 1}, {"b": 1}),
        (None, 0.0),
        (1.0, float("nan")),
    ],
)
def test_values_that_differ(left: object, right: object) -> None:
    assert not same(left, right)


def test_names_on_one_side_only_are_not_compared() -> None:
    assert differing_values({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4, "d": 5}) == ["c"]


def test_a_tuple_compares_as_the_list_that_json_makes_of_it() -> None:
    assert comparable((1, "a", None)) == [1, "a", None]


def test_an_object_is_known_by_its_type_and_what_it_learned() -> None:
    class Model:
        def __init__(self) -> None:
            self.coef_ = [0.5]
            self.alpha = 1

    assert comparable(Model()) == {"kind": "object", "type": "Model", "fitted": {"coef_": [0.5]}}


def test_frames_compare_by_columns_index_and_cells() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"x": [1.0, 2.0]})
    assert same(comparable(frame), comparable(frame + 1e-9))
    assert not same(comparable(frame), comparable(frame + 1))
    assert not same(comparable(frame), comparable(frame.rename(columns={"x": "y"})))
    assert same(comparable(frame["x"]), comparable(frame))
