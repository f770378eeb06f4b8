"""Which of many rows are asked about: those that show what a field may be."""

from __future__ import annotations

import pytest

from converter.probe.needless import telling_places

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
COUNT = 1000


def table():
    names = [f"passenger {place}" for place in range(COUNT)]
    return pd.DataFrame({"name": names, "fare": np.arange(COUNT, dtype=float), "port": "S"})


@pytest.mark.parametrize("gap", [None, np.nan, pd.NaT], ids=["none", "nan", "nat"])
@pytest.mark.parametrize("column", ["name", "fare"])
def test_the_only_gap_of_a_field_is_among_them(column: str, gap: object) -> None:
    rows = table().astype({"fare": object})
    rows.loc[733, column] = gap
    assert 733 in telling_places(rows)
    assert 733 in telling_places(rows.to_dict("records"))


def test_all_of_a_few_values_are_among_them_and_the_ends_of_numbers() -> None:
    rows = table()
    rows["port"] = [f"port {place % 40}" for place in range(COUNT - 1)] + ["rare"]
    places = telling_places(rows, 60)
    assert {rows["port"][place] for place in places} == set(rows["port"])
    assert {0, COUNT - 1} <= places


def test_of_fields_with_many_values_few_rows_are() -> None:
    assert len(telling_places(table(), 60)) < 20


def test_arrays_tell_nothing() -> None:
    assert telling_places(np.zeros((COUNT, 3))) == set()
