"""What counts as a metric of a notebook, and how its value is found."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from notebooks import notebook_of

from converter.analyse.dataflow import dataflow_of
from converter.errors import RunStopped
from converter.model.run_record import Reading
from converter.parse.program import parse_program
from converter.run.metrics import Gauges, expression_for, glued, metric_names, numbers_of

pytestmark = pytest.mark.fast


def names_in(*cells: str, tags: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    return metric_names(dataflow_of(parse_program(notebook_of(*cells, tags=tags))))


def test_an_untagged_notebook_names_no_metrics() -> None:
    assert names_in("accuracy = 1", tags={}) == {}


def test_metrics_cells_and_output_tags_name_them() -> None:
    metrics = (
        "import math\na, (b, *c) = f()\nfor i in x:\n    d: float = 1\ne += 1\n_f = 1\n"
        "def g():\n    h = 1\nif (k := 3):\n    a = 2\nz.y = 1\nq[0] = 2\nm: int"
    )
    found = names_in("f = x = e = q = z = 1", metrics, tags={1: ("output:x,f",), 2: ("metrics",)})
    assert found == {2: ("a", "b", "c", "d", "e", "k"), 0: ("x", "f")}


def read(names: dict[str, Any]) -> dict[str, float]:
    """What the kernel would answer."""
    return numbers_of(repr(eval(expression_for((*names, "missing")), dict(names))))


@pytest.mark.parametrize(
    "value", [True, "1", None, [1], 1j, Decimal(1), float, object()], ids=lambda v: repr(v)[:20]
)
def test_what_is_no_number(value: object) -> None:
    assert read({"x": value}) == {}


@pytest.mark.parametrize(
    ("value", "number"), [(1, 1), (0.5, 0.5), (Fraction(1, 4), 0.25), (10**400, 10**400)]
)
def test_numbers(value: object, number: float) -> None:
    assert read({"x": value}) == {"x": number}


def test_numbers_of_numpy() -> None:
    numpy = pytest.importorskip("numpy")
    values = {"a": numpy.float32(0.5), "b": numpy.int64(3), "c": numpy.ones(2), "d": numpy.True_}
    assert read(values) == {"a": 0.5, "b": 3}


def test_nan_and_rebound_built_ins() -> None:
    found = read({"list": 3, "float": 2.5, "print": 1, "globals": 7, "b": 4, "N": 5, "ns": 6})
    assert found == {"list": 3, "float": 2.5, "print": 1, "globals": 7, "b": 4, "N": 5, "ns": 6}
    assert math.isnan(read({"x": math.nan})["x"])


@pytest.mark.parametrize("answer", ["", "'nothing'", "'[1]'", "1", "f()", "'{\"a\": \"b\"}'"])
def test_an_odd_answer_is_none(answer: str) -> None:
    assert numbers_of(answer) == {}


def scrap(name: str, value: object, encoder: str = "json") -> dict[str, Any]:
    """An output as scrapbook's `glue` makes it."""
    payload = {"name": name, "data": value, "encoder": encoder, "version": 1}
    return {
        "output_type": "display_data",
        "data": {f"application/scrapbook.scrap.{encoder}+json": payload},
        "metadata": {"scrapbook": {"name": name, "data": True, "display": False}},
    }


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "display_data", "data": {"text/plain": "0.5"}},
        {"output_type": "error"},
        {"output_type": "display_data", "data": {"application/scrapbook.scrap.json+json": "x"}},
        scrap("words", "good"),
        scrap("flag", True),
        scrap("list", [1]),
        scrap("frame", "YXJyb3c=", "pandas"),
    ],
)
def test_outputs_that_record_no_number(output: dict[str, Any]) -> None:
    assert list(glued(output)) == []


def test_what_scrapbook_and_papermill_record() -> None:
    old = {"output_type": "display_data", "data": {"application/papermill.record+json": {"f1": 1}}}
    assert list(glued(scrap("accuracy", 0.5))) == [("accuracy", 0.5)]
    assert list(glued(old)) == [("f1", 1)]


def printed(*texts: str, name: str = "stdout") -> Gauges:
    gauges = Gauges()
    for text in texts:
        gauges.output({"output_type": "stream", "name": name, "text": text})
    gauges.cell_ended()
    return gauges


@pytest.mark.parametrize(
    "line",
    [
        "nbship metric",
        "nbship metric accuracy",
        "nbship metric accuracy=high",
        "nbship metric accuracy=0.5 step=x",
        "nbship metric accuracy=0.5 and more",
        " nbship metric accuracy=0.5",
        "see nbship metric accuracy=0.5",
        "accuracy=0.5",
    ],
)
def test_lines_that_are_no_metric(line: str) -> None:
    assert printed(line + "\n").values == {}


def test_lines_may_come_in_parts_and_without_an_end() -> None:
    found = printed("x\nnbship met", "ric a=0.5\nnbship metric test/b=-1e-3 step=7\nnbship metric c=nan")
    assert {name: value for name, value in found.values.items() if name != "c"} == {
        "a": 0.5,
        "test/b": -0.001,
    }
    assert found.history() == (Reading("test/b", 7, -0.001),)
    assert printed("nbship metric a=1\n", name="stderr").values == {}


def test_what_is_reported_again_has_a_history() -> None:
    gauges = printed("nbship metric loss=3\nnbship metric loss=2\n")
    gauges.output(scrap("loss", 1))
    gauges.output(scrap("once", 1))
    assert gauges.values == {"loss": 1, "once": 1}
    assert gauges.history() == (Reading("loss", 0, 3), Reading("loss", 1, 2), Reading("loss", 2, 1))


def test_whoever_hears_may_stop_the_run() -> None:
    heard: list[Reading] = []

    def hear(reading: Reading) -> bool:
        heard.append(reading)
        return reading.step < 1

    gauges = Gauges(hear)
    gauges.output(scrap("loss", 3))
    with pytest.raises(RunStopped, match="step 1: loss was 4"):
        gauges.output(scrap("loss", 4))
    assert [reading.value for reading in heard] == [3, 4]
