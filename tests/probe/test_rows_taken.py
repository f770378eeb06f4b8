"""The rows that served code takes are found quietly, and not for ever."""

from __future__ import annotations

from typing import Any

import pytest

from converter.probe import prepared

pandas = pytest.importorskip("pandas")


def loud(rows: Any) -> Any:
    print("here")
    if (rows["x"] == 0).any():
        raise ZeroDivisionError
    return rows


def test_what_the_code_prints_is_not_the_notebooks(capsys: pytest.CaptureFixture[str]) -> None:
    rows = pandas.DataFrame({"x": [1, 0, 2, 3, 0, 4]})
    _, taken, _ = prepared.served_rows(loud, rows)
    assert taken["x"].tolist() == [1, 2, 3, 4]
    assert capsys.readouterr().out == ""


def test_slow_code_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "LONGEST", -1.0)
    _, taken, _ = prepared.served_rows(loud, pandas.DataFrame({"x": [1, 0]}))
    assert not len(taken)


def test_a_row_that_comes_alone_has_no_place_among_trainings() -> None:
    """A column of training that is put beside a request's rows by their index is noticed."""
    rows = pandas.DataFrame({"x": [1.0, 4.0, 9.0]})
    bins = rows["x"] * 2
    names = {"rows": rows, "tested": rows.assign(y=bins), "wrong": lambda r: r.assign(y=bins)}
    names["right"] = lambda r: r.assign(y=r["x"] * 2)
    told = {
        each: prepared.checked({"rows": "rows", "prepared": each, "tested": "tested"}, names)
        for each in ("wrong", "right")
    }
    assert "alone" in told["wrong"]["why"]
    assert told["right"] == {"count": 3, "missing": 0}


LEFT = {
    "rows with gaps left out": (lambda df: df.dropna(), [2, 3, 4]),
    "also those of other columns": (lambda df: df.dropna().iloc[:2], [2, 3]),
    "filled": (lambda df: df.fillna(0).iloc[1:], [0, 1, 2, 3, 4]),
    "numbered anew": (lambda df: df.dropna().reset_index(drop=True), [0, 1, 2, 3, 4]),
    "chosen otherwise": (lambda df: df[df["x"] < 5], [0, 1, 2, 3, 4]),
    "nothing left": (lambda df: df.iloc[:0], [0, 1, 2, 3, 4]),
    "another frame": (lambda df: df.rename(columns={"x": "z"})[["z"]].iloc[2:], [0, 1, 2, 3, 4]),
    "no frame": (lambda df: df["x"].tolist(), [0, 1, 2, 3, 4]),
}


@pytest.mark.parametrize("name", LEFT)
def test_rows_whose_gaps_the_notebook_left_out_are_not_asked(name: str) -> None:
    change, places = LEFT[name]
    rows = pandas.DataFrame({"x": [1.5, 2.5, 3.5, 4.5, 5.5], "lag": [None, None, 1.5, 2.5, 3.5]})
    assert list(prepared.without_gaps(rows, change(rows)).index) == places
