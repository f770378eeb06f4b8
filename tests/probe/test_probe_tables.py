"""What served functions were given and answered, as tables; what nobody asked is asked."""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from converter.probe import further, served, tables
from converter.probe import plain as plain_module
from converter.probe.plain import NoTable, plain
from converter.probe.served import Served
from converter.probe.storable import why_unstorable
from converter.probe.tables import answered, answers_of, spaced, table_of

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

FRAME = pd.DataFrame({"size": [1.5, None, 3.0], "town": ["a", "b", "a"]})


def given(*arguments: Any, **words: Any) -> dict[str, Any]:
    """The table of a call of a function with two optional arguments more."""

    def function(first: Any, second: Any = None, third: Any = None) -> Any:
        return first

    return dict(table_of(function, arguments, words))


def columns(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in table["columns"]}


ARGUMENTS: dict[str, tuple[tuple[Any, ...], dict[str, Any], str, list[dict[str, Any]]]] = {
    "a frame": ((FRAME,), {}, "frame", [{"size": 1.5, "town": "a"}, {"size": None, "town": "b"}, {"size": 3.0, "town": "a"}]),
    "records": (([{"a": 1}, {"a": 2, "b": "x"}],), {}, "records", [{"a": 1}, {"a": 2, "b": "x"}]),
    "one row as a series": ((pd.Series({"a": 1, "b": 2}),), {}, "row", [{"a": 1, "b": 2}]),
    "one record": (({"a": 1, "b": None},), {}, "record", [{"a": 1, "b": None}]),
    "a matrix": ((np.array([[1.0, 2.0], [3.0, 4.0]]),), {}, "matrix", [{"x1": 1.0, "x2": 2.0}, {"x1": 3.0, "x2": 4.0}]),
    "lists": (([[1, 2], [3, 4]],), {}, "matrix", [{"x1": 1, "x2": 2}, {"x1": 3, "x2": 4}]),
    "texts": ((["x", "y"],), {}, "column", [{"text": "x"}, {"text": "y"}]),
    "numbers": (([1, 2.5],), {}, "column", [{"value": 1}, {"value": 2.5}]),
    "a series": ((pd.Series([1.0, 2.0], name="n"),), {}, "series", [{"n": 1.0}, {"n": 2.0}]),
    "a series without a name": ((pd.Series(["a", "b"]),), {}, "series", [{"value": "a"}, {"value": "b"}]),
    "values": ((5, 2.5), {"third": "x"}, "keywords", [{"first": 5, "second": 2.5, "third": "x"}]),
    "a day": ((datetime.date(2024, 1, 2),), {}, "keywords", [{"first": "2024-01-02"}]),
    "a number of numpy": ((np.float64(2.5),), {}, "keywords", [{"first": 2.5}]),
}  # fmt: skip


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments_are_rows(name: str) -> None:
    arguments, words, kind, rows = ARGUMENTS[name]
    table = given(*arguments, **words)
    assert (table["argument"], table["rows"], table["count"]) == (kind, rows, len(rows))
    assert table["whole"]
    assert list(columns(table)) == list(dict.fromkeys(key for row in rows for key in row))


NO_TABLES: dict[str, tuple[tuple[Any, ...], str]] = {
    "nothing": ((), "do not fit its signature"),
    "columns in a dict": (({"a": [1, 2]},), "a dict of lists"),
    "keys that are no names": (({1: 2},), "has no names"),
    "an empty dict": (({},), "has no names"),
    "rows of two lengths": (([[1, 2], [3]],), "different lengths"),
    "an object": ((object(),), "it takes a object"),
    "no rows": (([],), "it takes a list"),
    "columns twice": ((pd.DataFrame([[1, 2]], columns=["a", "a"]),), "no names of their own"),
    "columns by number": ((pd.DataFrame([[1, 2]]),), "no names of their own"),
    "a model beside": ((FRAME, object()), "besides rows it takes second"),
    "a set inside": (([{"a": {1}}],), "a value is a set"),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_arguments_that_no_request_can_have(name: str) -> None:
    arguments, why = NO_TABLES[name]
    with pytest.raises(NoTable, match=why):
        given(*arguments)


def test_a_setting_beside_rows_is_told() -> None:
    assert given(FRAME, 3)["others"] == {"second": 3}
    assert given(FRAME)["others"] == {}


def test_columns_tell_of_all_rows() -> None:
    rows = pd.DataFrame(
        {"n": range(1000), "gap": [None, *range(999)], "kind": ["x", "y"] * 500, "text": [f"t{i}" for i in range(1000)]}
    )
    table = given(rows)
    found = columns(table)
    assert (table["count"], len(table["rows"]), table["whole"]) == (1000, tables.MOST_ROWS, False)
    assert table["rows"][0]["n"] == 0 and table["rows"][-1]["n"] == 999
    assert (found["n"]["low"], found["n"]["high"], found["n"]["dtype"]) == (0, 999, "int64")
    assert (found["gap"]["nulls"], found["gap"]["types"]) == (1, ["float"])
    assert found["kind"]["categories"] == ["x", "y"]
    assert "categories" not in found["text"] and "low" not in found["text"]


def test_keys_that_some_records_lack_are_counted() -> None:
    found = columns(given([{"a": 1}, {"a": None, "b": True}]))
    assert (found["a"]["absent"], found["a"]["nulls"], found["a"]["types"]) == (0, 1, ["int"])
    assert (found["b"]["absent"], found["b"]["nulls"], found["b"]["types"]) == (1, 1, ["bool"])
    assert "low" not in found["b"]


def test_endless_numbers_are_no_range() -> None:
    found = columns(given([{"a": math.inf}, {"a": 1.0}]))["a"]
    assert (found["low"], found["high"]) == (1.0, 1.0)


ANSWERS: dict[str, tuple[Any, int, str, list[Any]]] = {
    "a list": ([1, 2], 2, "rows", [1, 2]),
    "an array": (np.array([1.5, np.nan]), 2, "rows", [1.5, None]),
    "a matrix": (np.array([[1, 2], [3, 4]]), 2, "rows", [[1, 2], [3, 4]]),
    "a series": (pd.Series(["a", None]), 2, "rows", ["a", None]),
    "a frame": (pd.DataFrame({"a": [1, 2]}), 2, "rows", [{"a": 1}, {"a": 2}]),
    "records": ([{"a": np.int64(1)}], 1, "rows", [{"a": 1}]),
    "columns": ({"a": [1, 2], "b": np.array([True, False])}, 2, "columns", [{"a": 1, "b": True}, {"a": 2, "b": False}]),
    "columns of one row": ({"a": [1]}, 1, "columns", [{"a": 1}]),
    "parts": ((np.array(["a", "b"]), [0.5, 1.0]), 2, "parts", [["a", 0.5], ["b", 1.0]]),
    "parts of one row": ((pd.Series(["a"]), [0.5]), 1, "parts", [["a", 0.5]]),
    "several values": (("a", np.float64(0.5)), 1, "one", [["a", 0.5]]),
    "one record": ({"a": 1, "b": "x"}, 1, "one", [{"a": 1, "b": "x"}]),
    "one number": (2.5, 1, "one", [2.5]),
    "one number of numpy": (np.float32(2.5), 1, "one", [2.5]),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_one_for_each_row(name: str) -> None:
    result, count, form, answers = ANSWERS[name]
    assert answers_of(result, count) == {"form": form, "answers": answers}


SINGLE_ANSWERS: dict[str, tuple[Any, Any, str, Any]] = {
    "a list to a dict": ({"a": 1}, [2.5], "record", [2.5]),
    "labels": ("title", pd.Series([0.5, None], index=["x", "y"]), "keywords", {"x": 0.5, "y": None}),
    "days": (2, pd.Series([0.5], index=pd.to_datetime(["2024-01-02"])), "keywords", {"2024-01-02 00:00:00": 0.5}),
    "keys": ("title", pd.Series([0.5], index=pd.Index([7], name="item")), "keywords", {"7": 0.5}),
    "places": ("title", pd.Series(["x", "y"], index=[7, 3]), "keywords", ["x", "y"]),
    "labels that are not unique": (1, pd.Series([1, 2], index=["x", "x"]), "keywords", [1, 2]),
    "a frame with labels": (1, pd.DataFrame({"a": [1]}, index=["x"]), "keywords", [{"index": "x", "a": 1}]),
    "several to a text": ("title", pd.Series(["x", "y"]), "keywords", ["x", "y"]),
    "a tuple to values": (3, ("label", np.float64(0.5)), "keywords", ["label", 0.5]),
    "a frame to a text": ("title", pd.DataFrame({"a": [1, 2]}), "keywords", [{"a": 1}, {"a": 2}]),
    "one to a list": ([1, 2.5], 7, "vector", 7),
    "one in a list to an array": (np.array([1.0, 2.5, 4.0]), [7], "vector", [7]),
    "one to a series": (pd.Series({"a": 1, "b": 2.5}), 7, "row", 7),
}


@pytest.mark.parametrize("name", SINGLE_ANSWERS)
def test_a_call_that_can_have_one_row_only_is_answered_by_all_it_returns(name: str) -> None:
    argument, result, kind, answer = SINGLE_ANSWERS[name]
    table = given(argument)
    told = answered(table, result)
    assert (told["form"], told["answers"]) == ("one", [answer])
    assert ("labelled" in told) == (isinstance(result, pd.DataFrame) or isinstance(answer, dict))
    assert (table["argument"], table["count"], len(table["rows"])) == (kind, 1, 1)
    assert "listed" not in table


def test_a_list_that_is_answered_value_by_value_is_a_column() -> None:
    table = given([1, 2])
    assert answered(table, [3, 4]) == {"form": "rows", "answers": [3, 4]}
    assert (table["argument"], table["count"]) == ("column", 2)


def test_a_column_that_came_as_an_array_of_numbers_has_its_type() -> None:
    assert columns(given(np.array([1.5, 2.5])))["value"]["dtype"] == "float64"
    assert columns(given(np.array(["a", "b"])))["text"]["dtype"] == ""
    assert columns(given([1.5, 2.5]))["value"]["dtype"] == ""


def test_a_column_whose_labels_are_texts_is_no_row() -> None:
    with pytest.raises(NoTable, match="labels are texts"):
        answered(given(pd.Series({"a": 1, "b": 2})), [3, 4])


HOLDERS: dict[str, Any] = {
    "a frame of Series": pd.DataFrame({"n": [1, 2], "curve": [pd.Series([1.0, 2.0]), pd.Series([3.0, 4.0])]}),
    "a Series of arrays": pd.Series([np.arange(2), np.arange(2)], name="curve"),
    "dicts with arrays": [{"n": 1, "curve": np.arange(2)}],
}


@pytest.mark.parametrize("name", HOLDERS)
def test_cells_that_hold_arrays_are_no_rows_of_requests(name: str) -> None:
    with pytest.raises(NoTable, match="'curve' holds a .* in each row, where a request has a list"):
        given(HOLDERS[name])


def test_cells_that_hold_lists_or_numpys_own_values_are() -> None:
    assert given([{"curve": [1, 2], "name": np.str_("a"), "n": np.int64(3)}])["rows"] == [
        {"curve": [1, 2], "name": "a", "n": 3}
    ]
    assert given([np.ones((2, 2)), np.zeros((2, 2))])["rows"][1] == {"x1": [0.0, 0.0], "x2": [0.0, 0.0]}


def stated(rooms: int) -> float:
    return rooms * 2.5


def test_a_setting_that_is_the_default_is_no_setting() -> None:
    def predict(rows: Any, digits: int = 2, name: str = "a") -> Any:
        return rows

    assert table_of(predict, [FRAME, 2], {"name": "b"})["others"] == {"name": "b"}
    assert table_of(predict, [FRAME, 2.0], {})["others"] == {"digits": 2.0}


FRACTIONS: dict[str, tuple[Any, list[Any], dict[str, Any], list[str]]] = {
    "a product": (lambda size, rooms: size * rooms, [3, 4], {}, ["size", "rooms"]),
    "a lookup": (lambda size, rooms: size * [5, 6, 7][rooms], [3, 2], {}, ["size"]),
    "whole numbers in the data": (lambda size, rooms: size * rooms, [3, 4], {"Rooms": [1, 2]}, ["size"]),
    "a text of it": (lambda size: f"{size} m2", [3], {}, []),
    "a dict": (lambda flat: flat["size"] + flat["rooms"], [{"size": 1, "rooms": 1.5}], {}, ["size"]),
    "by name": (lambda **flat: flat["size"] * flat["rooms"], [{"size": 1, "rooms": 1.5}], {}, ["size"]),
    "a text of it, by name": (lambda **flat: f"{flat['size']} m2", [{"size": 1}], {}, []),
    "a list": (lambda numbers: float(sum(numbers)), [[1, 2]], {}, ["x1", "x2"]),
    "a horizon": (lambda horizon: [1.5] * int(horizon), [3], {}, []),
    "said to be whole": (stated, [3], {}, []),
    "a choice": (lambda kind: {1: "a", 2: "b"}[kind], [2], {}, []),
}


@pytest.mark.parametrize("name", FRACTIONS)
def test_fields_that_saw_whole_numbers_may_take_fractions(name: str) -> None:
    function, arguments, data, fields = FRACTIONS[name]
    session, watched = watching(sources=["data"])
    if "by name" in name:
        call(watched, function, **arguments[0])
    else:
        call(watched, function, *arguments)
    watched.end({"data": pd.DataFrame(data), "predict": function})
    found = session.of("fractional")
    assert [each["fields"] for each in found] == ([fields] if fields else [])


def test_a_record_may_have_lists_and_dicts_in_it() -> None:
    ride = {"from": {"lat": 1.5}, "to": {"lat": 2.5}}
    table = table_of(lambda ride: 1, [ride], {})
    assert (table["argument"], table["rows"]) == ("record", [ride])
    ticket = {"id": 3, "words": ["a", "b"]}
    assert table_of(lambda ticket: 1, [ticket], {})["rows"] == [ticket]


NO_ANSWERS: dict[str, tuple[Any, int, str]] = {
    "nothing": (None, 1, "returns nothing"),
    "too few": ([1], 2, "1 answers to 2 rows"),
    "too many rows of a frame": (FRAME, 2, "answers 3 rows to 2"),
    "one for many": (2.5, 2, "one answer to several rows"),
    "a tuple": ((1, 2), 2, "several values"),
    "a dict for many": ({"a": 1}, 2, "no value for each row"),
    "an object": ([object()], 1, "which JSON has no form for"),
}


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_answers_that_cannot_be_told_apart(name: str) -> None:
    result, count, why = NO_ANSWERS[name]
    with pytest.raises(NoTable, match=why):
        answers_of(result, count)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (pd.NaT, None), (pd.NA, None), (float("nan"), None), (decimal.Decimal("1.5"), 1.5),
        (pd.Period("2026-03", "M"), "2026-03"),
        (np.bool_(True), True), (pd.Timestamp("2024-01-02"), "2024-01-02T00:00:00"),
        ((1, [2]), [1, [2]]), ({1: np.arange(2)}, {"1": [0, 1]}), ("x" * 5000, "x" * plain_module.LONGEST_TEXT),
    ],
)  # fmt: skip
def test_values_of_json(value: Any, found: Any) -> None:
    assert plain(value) == found


@pytest.mark.parametrize(("count", "most"), [(0, 3), (3, 3), (10, 3), (1000, 200)])
def test_places_are_evenly_spaced(count: int, most: int) -> None:
    places = spaced(count, most)
    assert len(places) == min(count, most)
    assert places == sorted(set(places))
    if count:
        assert (places[0], places[-1]) == (0, count - 1)


class Session:
    """Keeps the events."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def event(self, kind: str, **facts: Any) -> None:
        self.events.append({"e": kind, **facts})

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.events if each["e"] == kind]


def watching(**wanted: Any) -> tuple[Session, Served]:
    session = Session()
    known = {"name": "predict", "check": None, "parameters": ["rows"], "columns": [], "sources": [], "artifacts": []}
    return session, Served(session, [{**known, **wanted}])  # type: ignore[arg-type]


def call(watched: Served, function: Callable[..., Any], *arguments: Any, **words: Any) -> None:
    """A call as the recorder sees it."""
    table = watched.before(function, "predict", arguments, words)
    try:
        answer = function(*arguments, **words)
    except ValueError as error:
        watched.after("predict", table, None, error)
    else:
        watched.after("predict", table, answer, None)


def test_a_call_is_noted_with_rows_as_they_were_before_it() -> None:
    session, watched = watching()

    def predict(rows: Any) -> Any:
        rows["size"] = rows["size"].fillna(0) * 2
        return rows["size"].tolist()

    call(watched, predict, FRAME.copy())
    (found,) = session.of("served")
    assert [row["size"] for row in found["table"]["rows"]] == [1.5, None, 3.0]
    assert found["answered"] == {"form": "rows", "answers": [3.0, 0.0, 6.0]}


def test_answers_are_of_the_rows_that_are_kept() -> None:
    session, watched = watching()
    call(watched, lambda rows: [row * 2 for row in rows], list(range(1000)))
    (found,) = session.of("served")
    assert found["answered"]["answers"] == [row["value"] * 2 for row in found["table"]["rows"]]


def test_a_call_that_raises_and_one_without_a_table_say_why() -> None:
    session, watched = watching()

    def predict(rows: Any) -> Any:
        raise ValueError("no")

    call(watched, predict, [1.0])
    call(watched, lambda rows: 1, object())
    first, second = session.of("served")
    assert first["error"] == "ValueError"
    assert second["why"] == "it takes a object, which no request can hold"


def test_other_functions_and_calls_beyond_the_limit_are_not_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "MOST_CALLS", 2)
    session, watched = watching()
    assert watched.before(len, "other", [[1]], {}) is None
    for _ in range(4):
        call(watched, lambda rows: rows, [1.0])
    assert len(session.of("served")) == 2


def test_what_nobody_called_is_asked_with_the_notebooks_rows() -> None:
    session, watched = watching(sources=["numbers", "flats"], columns=["size"])
    names = {
        "numbers": 3,
        "flats": FRAME,
        "predict": lambda rows: [float(size) * 2 for size in rows["size"].fillna(0)],
    }
    watched.end(names)
    found, more = session.of("served")
    assert found["table"]["argument"] == "frame" and more["further"]
    assert list(found["table"]["rows"][0]) == ["size"]
    assert found["answered"]["answers"] == [3.0, 0.0, 6.0]
    (frame,) = session.of("frame")
    assert (frame["name"], frame["columns"]) == ("flats", ["size", "town"])


def test_what_was_called_is_not_asked_again() -> None:
    session, watched = watching(sources=["flats"])
    call(watched, lambda rows: [1] * len(rows), FRAME)
    watched.end({"flats": FRAME, "predict": lambda rows: 1 / 0})
    assert len(session.of("served")) == 1


def test_fields_without_which_the_answer_is_the_same_are_needless() -> None:
    session, watched = watching()

    def predict(rows: Any) -> Any:
        return [row["a"] + row.get("b", 0) for row in rows]

    call(watched, predict, [{"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 5, "c": 3}])
    watched.end({"predict": predict})
    (found,) = session.of("needless")
    assert found["fields"] == ["c"]


def test_labels_without_which_a_row_has_the_same_answer_are_needless() -> None:
    session, watched = watching()

    def predict(row: pd.Series) -> Any:
        return row["a"] + row["b"]

    for row in ({"a": 1, "b": 2, "c": "x"}, {"a": 2, "b": 5, "c": "y"}):
        call(watched, predict, pd.Series(row))
    watched.end({"predict": predict})
    (found,) = session.of("needless")
    assert found["fields"] == ["c"]


class Rough:
    """A model whose label hardly depends on what it is asked."""

    def predict(self, rows: pd.DataFrame) -> list[int]:
        return [0] * len(rows)


@pytest.mark.parametrize("kept", ["artifact", "in a dict", "last step", "best"])
def test_a_field_that_a_model_is_asked_about_is_needed_though_its_label_stays(kept: str) -> None:
    model: Any = Rough()
    shapes = {
        "in a dict": {"best": model},
        "last step": SimpleNamespace(steps=[("scale", object()), ("model", model)]),
        "best": SimpleNamespace(best_estimator_=model),
    }
    session, watched = watching(artifacts=["model"])

    def predict(rows: pd.DataFrame) -> list[int]:
        return model.predict(rows.reindex(columns=["a", "b"], fill_value=0))

    call(watched, predict, pd.DataFrame({"a": [1, 2], "b": [0, 3], "c": [3, 4]}))
    watched.end({"predict": predict, "model": shapes.get(kept, model)})
    (found,) = session.of("needless")
    assert found["fields"] == ["c"]
    assert vars(model) == {}, "the model is as it was"


def test_a_field_that_says_something_in_few_rows_only_is_needed() -> None:
    flags = pd.DataFrame({"a": range(400), "flag": [int(i == 377) for i in range(400)], "c": 1})
    session, watched = watching()

    def predict(rows: pd.DataFrame) -> list[int]:
        whole = rows.reindex(columns=["a", "flag"], fill_value=0)
        return list(whole["a"] + whole["flag"])

    call(watched, predict, flags)
    watched.end({"predict": predict})
    (found,) = session.of("needless")
    assert found["fields"] == ["c"]


def test_a_field_that_has_to_be_there_with_anything_in_it_is_idle() -> None:
    session, watched = watching()

    def predict(rows: pd.DataFrame) -> list[int]:
        rows.columns = ["label", "text", "number"]
        return [len(text) for text in rows["text"]]

    call(watched, predict, pd.DataFrame({"v1": ["a", "b"], "v2": ["x", "yy"], "v3": [1, 2]}))
    watched.end({"predict": predict})
    assert [each["fields"] for each in session.of("idle")] == [["v1"]]
    assert not session.of("needless")


CHECK = {"rows": "kept", "prepared": "prepared", "tested": "asked"}


@pytest.mark.parametrize(
    ("prepared", "missing", "why"),
    [
        (lambda rows: rows.fillna(2.0), 0, None),
        (lambda rows: rows.fillna(rows.mean()), 0, "a row that comes alone is prepared otherwise"),
        (lambda rows: rows.fillna(9.0), 1, None),
        (lambda rows: rows.dropna(), 0, "3 rows are prepared to 2"),
        (lambda rows: rows.no_such, 0, "AttributeError"),
    ],
)
def test_made_functions_are_checked_with_all_rows_and_alone(prepared: Any, missing: int, why: str | None) -> None:
    session, watched = watching(check=CHECK)
    kept = pd.DataFrame({"a": [1.0, None, 4.0]})
    asked = kept.fillna(2.0)
    watched.end({"kept": kept, "prepared": prepared, "asked": asked, "predict": lambda rows: rows["a"].fillna(0)})
    (found,) = session.of("checked")
    assert found["missing"] == missing
    assert (why in found["why"]) if why else not found.get("why")
    if missing:
        assert found["first"] == ["2.0"]


def test_made_functions_are_asked_together_and_alone() -> None:
    session, watched = watching(check=CHECK)
    kept = pd.DataFrame({"a": [float(i) for i in range(60)]})
    watched.end({"kept": kept, "prepared": lambda r: r, "asked": kept, "predict": lambda rows: rows["a"] * 2})
    counts = [each["table"]["count"] for each in session.of("served")]
    assert counts[0] == 60 and set(counts[1:]) == {1} and len(counts) == served.ALONE + 1


class Kept:
    """A class that can be stored."""


def test_what_no_file_can_hold_is_told() -> None:
    session, watched = watching(artifacts=["one", "other", "absent"])
    watched.end({"one": {"f": lambda: 1}, "other": [1, Kept()], "predict": None})
    (found,) = session.of("unstorable")
    assert (found["name"], found["why"]) == ("one", "it holds a lambda")

    def inner() -> None:
        """Defined inside."""

    assert "inside a function" in why_unstorable(inner)
    assert "generator" in why_unstorable(i for i in ())
    assert why_unstorable(np.arange(3)) == ""


FLATS = pd.DataFrame({"size": [float(i) for i in range(100)], "town": ["a", "b"] * 50, "other": 1})
FLATS.loc[4, "size"] = None


def asked_further(function: Callable[..., Any], *arguments: Any) -> list[dict[str, Any]]:
    """The calls beyond the notebook's own, which was one with these arguments."""
    session, watched = watching(sources=["nothing", "flats"])
    call(watched, function, *arguments)
    watched.end({"predict": function, "flats": FLATS, "nothing": 3})
    return [each for each in session.of("served") if each.get("further")]


def test_of_a_function_asked_about_few_rows_the_datas_are_asked_too() -> None:
    given = pd.DataFrame({"town": ["a", "b"], "size": [1, 2]})
    (found,) = asked_further(lambda rows: (rows["size"] * 2).tolist(), given)
    rows = found["table"]["rows"]
    assert len(rows) == further.ENOUGH and list(rows[0]) == ["town", "size"]
    assert all(type(row["size"]) is int for row in rows)
    assert [row["size"] for row in rows[:4]] == [0, 1, 2, 3]
    assert {(row["town"], row["size"]) for row in rows[99:]} == {("a", 1), ("a", 2), ("b", 1), ("b", 2)}
    assert found["answered"]["answers"] == [row["size"] * 2 for row in rows]


def test_they_are_like_what_was_given() -> None:
    (found,) = asked_further(lambda rows: [row["size"] for row in rows], [{"size": 200.5, "town": "b"}])
    assert {row["town"] for row in found["table"]["rows"]} == {"b"}
    assert all(type(row["size"]) is float for row in found["table"]["rows"])
    each = asked_further(lambda row: {"s": row["size"]}, {"size": 200.5})
    assert len(each) == 99 and {one["table"]["count"] for one in each} == {1}

    def predict(size: float, town: str) -> float:
        return size

    each = asked_further(predict, 200.5, "a")
    assert len(each) == further.ENOUGH and all(one["table"]["rows"][0]["town"] == "a" for one in each)


@pytest.mark.parametrize("form", ["records", "a dict", "a frame", "values"])
def test_rows_of_the_frame_that_those_given_are_within_are_asked_as_they_are(form: str) -> None:
    session, watched = watching(sources=["nothing", "flats"])
    given = {"size": 4.5, "town": "b"}
    functions: dict[str, tuple[Callable[..., Any], list[Any]]] = {
        "records": (lambda rows: [row["town"] for row in rows], [[given]]),
        "a dict": (lambda row: row["town"], [given]),
        "a frame": (lambda rows: rows["town"].tolist(), [pd.DataFrame([given])]),
        "values": (lambda size, town: town, [4.5, "b"]),
    }
    function, arguments = functions[form]
    call(watched, function, *arguments)
    watched.end({"predict": function, "flats": FLATS, "nothing": 3})
    asked = [each for each in session.of("served")[1:] if not each.get("further")]
    rows = [row for each in asked for row in each["table"]["rows"]]
    assert {row["town"] for row in rows} == {"a", "b"} and len(rows) == 100
    assert sum(row["size"] is None for row in rows) == 1  # gaps, too
    assert sum(c["nans"] for each in asked for c in each["table"]["columns"]) == 1


def test_gaps_that_were_there_are_mixed_with_other_values() -> None:
    given = [{"n": None, "k": "x"}, {"n": 2.0, "k": "y"}]
    (found,) = asked_further(lambda rows: [row["n"] or 0 for row in rows], given)
    assert {(row["n"], row["k"]) for row in found["table"]["rows"]} == {(None, "x"), (None, "y"), (2.0, "x"), (2.0, "y")}


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (lambda rows: [1] * len(rows), [pd.concat([FLATS[["size", "town"]]] * 2)]),
        (lambda rows: [1], [pd.DataFrame({"length": [1]})]),
        (lambda rows, factor: [factor], [FLATS[["size"]].head(1), 3]),
        (lambda rows: [1 / (2 - len(rows))], [FLATS[["size"]].head(1)]),
        (lambda texts: [1], [["a"]]),
    ],
    ids=["enough", "no such columns", "a setting beside", "not of one form", "texts"],
)
def test_otherwise_nothing_more_is_asked(function: Any, arguments: list[Any]) -> None:
    assert asked_further(function, *arguments) == []


def by_name(**flat: Any) -> float:
    return float(flat["size"] * 2)


def test_what_a_function_gathers_by_name_is_its_record() -> None:
    table = table_of(by_name, [], {"size": 1, "town": "a"})
    assert table["argument"] == "keywords"
    assert table["rows"] == [{"size": 1, "town": "a"}]
    session, watched = watching(sources=["flats"])
    call(watched, by_name, size=1, town="a")
    watched.end({"predict": by_name, "flats": FLATS})
    more = [each for each in session.of("served") if each.get("further")]
    assert len(more) == further.ENOUGH and {each["table"]["count"] for each in more} == {1}


def test_a_whole_list_is_one_value_of_a_single_row():
    table = table_of(lambda basket, most=3: basket, [["bread", "beer"]], {"most": 2}, ["basket"])
    assert table["argument"] == "keywords"
    assert table["rows"] == [{"basket": ["bread", "beer"], "most": 2}]
    assert table["columns"][0]["items"] == ["str"]
    assert answered(table, ["butter", "milk"])["form"] == "one"


def test_a_list_that_is_not_known_to_be_whole_is_rows():
    assert table_of(lambda basket: basket, [["bread", "beer"]], {})["argument"] == "column"


def test_a_table_for_a_whole_list_is_a_table():
    table = table_of(lambda basket: basket, [FRAME], {}, ["basket"])
    assert table["argument"] == "frame"
