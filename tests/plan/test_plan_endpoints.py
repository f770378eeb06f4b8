"""Endpoints from what served functions were seen to do: schemas, forms, refusals, examples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from notebooks import plan_for

from converter.model.diagnostic import Diagnostic
from converter.model.plan import Plan
from converter.model.service import Endpoint, Field
from converter.model.settings import Settings
from converter.model.split import Made
from converter.plan.endpoints import MOST_REQUESTS, MOST_ROWS, Seen, endpoints_of
from converter.plan.service import profile_of, service_of, wanted_of
from converter.probe.plain import NoTable
from converter.probe.tables import answered, answers_of, table_of
from converter.serving import those_that_answer

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

LOAD = "import pandas as pd\nfrom sklearn.linear_model import Ridge\ndf = pd.read_csv('x.csv')"
FIT = "model = Ridge().fit(df[['a']], df['b'])"
KINDS = {"gold": 2, "plain": 1}
PREDICT = (
    "def predict(rows):\n    '''Worth of rows.\n\n    More of it.'''\n"
    "    return [model.predict(r) * {'gold': 2, 'plain': 1}[r['kind']] for r in rows]"
)


def planned(predict: str = PREDICT) -> Plan:
    return plan_for(LOAD, FIT, predict, settings=Settings(offer=False, target="service"))


def seen(given: Any, answer: Any, **more: Any) -> dict[str, Any]:
    """A call as the probe tells it."""

    def predict(rows: Any, other: Any = None) -> Any:
        return rows

    table = table_of(predict, [given], more)
    told = answers_of(answer, table["count"])
    told["answers"] = [told["answers"][i] for i in table["positions"]]
    return {"function": "predict", "table": table, "answered": told}


def found(*calls: dict[str, Any], predict: str = PREDICT, **more: Any) -> tuple[list[Endpoint], list[Diagnostic]]:
    plan = planned(predict)
    assert plan.split is not None
    statements = {each.order: each for each in plan.dataflow.statements}
    definitions = {each.name: each for each in plan.definitions}
    endpoints, troubles = endpoints_of(plan.split, definitions, statements, Seen(tuple(calls), **more))
    return list(endpoints), list(troubles)


def endpoint(*calls: dict[str, Any], **more: Any) -> Endpoint:
    endpoints, troubles = found(*calls, **more)
    assert not troubles
    return endpoints[0]


def fields(*rows: dict[str, Any]) -> dict[str, Field]:
    return {each.name: each for each in endpoint(seen(list(rows), [1.0] * len(rows))).fields}


def test_an_endpoint_is_its_functions_name_and_words() -> None:
    one = endpoint(seen([{"a": 1}], [2.5]))
    assert (one.name, one.function, one.summary) == ("predict", "predict", "Worth of rows.")
    assert (one.record, one.response) == ("PredictRow", "PredictAnswer")
    assert (one.argument, one.answer, one.answer_annotation) == ("records", "rows", "float")
    assert one.lifted == (("model", "model"),)


def test_types_gaps_and_ranges_are_of_all_calls() -> None:
    one = endpoint(
        seen([{"n": 1, "x": 1, "t": "a"}], [1]), seen([{"n": 5, "x": 2.5, "t": None}], [2])
    )
    n, x, t = one.fields
    assert (n.annotation, n.low, n.high, n.nullable, n.required, n.example) == ("int", 1, 5, False, True, 1)
    assert (x.annotation, x.low, x.high) == ("float", 1, 2.5)
    assert (t.annotation, t.nullable, t.required) == ("str", True, True)


def test_what_a_row_may_lack_is_not_required() -> None:
    assert fields({"a": 1}, {"a": 2, "b": 3})["b"].required is False
    one = endpoint(seen([{"a": 1}], [1]), seen([{"a": 1, "c": 2}], [1]))
    assert {each.name: each.required for each in one.fields} == {"a": True, "c": False}


def test_texts_that_the_code_names_are_an_enum() -> None:
    assert fields({"kind": "gold"}, {"kind": "plain"})["kind"].annotation == 'Literal["gold", "plain"]'


def test_texts_are_documented_where_they_are_kinds_and_not_data() -> None:
    towns = [{"town": "Kiel"}, {"town": "Bonn"}] * 3
    assert fields(*towns)["town"].seen == "Bonn, Kiel"
    assert fields(*towns[:2])["town"].seen == ""  # each once: names, ids
    assert fields(*({"t": f"{i}{'x' * 30}"} for i in (1, 2, 1, 2)))["t"].seen == ""
    assert fields(*({"t": str(i % 9)} for i in range(40)))["t"].seen == ""
    chosen = fields(*[{"kind": "gold"}, {"kind": "plain"}] * 2)["kind"]  # the code names them
    assert (chosen.annotation, chosen.seen) == ('Literal["gold", "plain"]', "")
    assert fields({"n": 2}, {"n": 5})["n"].seen == "2 to 5"
    assert fields({"n": 2})["n"].seen == "2"


@pytest.mark.parametrize(
    ("rows", "annotation"),
    [
        (np.ones((3, 2)), "float"),
        (np.ones((3, 2, 4), dtype="uint8"), "list[int]"),
        (np.ones((3, 2, 4, 1)), "list[list[float]]"),
        ([[[1, 2.5], [3]], [[], [1]]], "list[int | float]"),
    ],
    ids=["numbers", "images", "with channels", "of unequal lengths"],
)
def test_rows_of_arrays_say_what_their_lists_hold(rows: Any, annotation: str) -> None:
    one = endpoint(seen(rows, [1.0] * len(rows)))
    assert (one.argument, one.fields[0].annotation) == ("matrix", annotation)


class Tensor(list[list[float]]):
    """What the probe asks of one of torch's."""

    dtype, shape = "torch.float32", (2, 2)


Tensor.__module__ = "torch"


def test_rows_of_tensors_are_told() -> None:
    one = endpoint(seen(Tensor([[1.0, 2.0], [3.0, 4.5]]), [1.0, 2.0]))
    assert (one.argument, one.tensors, [f.dtype for f in one.fields]) == ("matrix", True, ["float32"] * 2)
    assert not endpoint(seen([[1.0, 2.0], [3.0, 4.5]], [1.0, 2.0])).tensors


@pytest.mark.parametrize("kinds", [["gold", "silver"], ["red", "blue"], ["gold"]])
def test_other_texts_are_texts(kinds: list[str]) -> None:
    assert fields(*({"kind": kind} for kind in kinds))["kind"].annotation == "str"


@pytest.mark.parametrize(
    ("values", "annotation"),
    [
        ([True, False], "bool"), ([1, True], "Any"), ([1, "x"], "Any"), ([[1.5], [2.0]], "Any"),
        ([None, 1], "int"), ([None, None], "Any"),
    ],
)  # fmt: skip
def test_types_of_values(values: list[Any], annotation: str) -> None:
    assert fields(*({"v": value} for value in values))["v"].annotation == annotation


@pytest.mark.parametrize(
    ("name", "attribute"),
    [("size (m2)", "size_m2"), ("class", "class_"), ("2nd", "field_2nd"), ("schema", "schema_"), ("_x", "x"), ("ä b", "ä_b"), ("??", "field"), ("datetime", "datetime_"), ("Real", "Real_")],
)  # fmt: skip
def test_columns_have_attributes_that_python_allows(name: str, attribute: str) -> None:
    found = fields({name: 1})[name]
    assert (found.name, found.attribute) == (name, attribute)


def test_two_columns_never_share_an_attribute() -> None:
    attributes = [each.attribute for each in fields({"a b": 1, "a_b": 2, "a-b": 3}).values()]
    assert len(set(attributes)) == 3


def test_a_frame_keeps_dtypes_and_order() -> None:
    rows = pd.DataFrame({"b": [1, 2], "a": [1.5, np.nan], "d": pd.to_datetime(["2024-01-01", "2024-01-02"])})
    one = endpoint(seen(rows, [1, 2]))
    assert [(f.name, f.dtype, f.annotation) for f in one.fields[:2]] == [("b", "int64", "int"), ("a", "float64", "float")]
    assert one.fields[2].annotation == "datetime" and one.fields[2].dtype.startswith("datetime64")
    assert one.fields[1].nullable


def test_whole_numbers_in_one_frame_and_fractions_in_another_are_numbers() -> None:
    one = endpoint(seen(pd.DataFrame({"a": [1, 2]}), [1, 2]), seen(pd.DataFrame({"a": [1.5]}), [1]))
    assert (one.fields[0].dtype, one.fields[0].annotation) == ("float64", "float")


@pytest.mark.parametrize(
    ("calls", "form"),
    [
        ([seen([{"a": 1}], [1]), seen([{"a": 1}, {"a": 2}], [1, 2])], "rows"),
        ([seen({"a": 1}, 2.5), seen({"a": 2}, 2.5)], "one"),
        ([seen([{"a": 1}, {"a": 2}], {"x": [1, 2]})], "columns"),
    ],
)
def test_forms_of_answers(calls: list[dict[str, Any]], form: str) -> None:
    one = endpoint(*calls)
    assert one.answer == form
    assert one.row_independent is (form != "one")


def test_answers_that_are_records_have_fields() -> None:
    one = endpoint(seen([{"a": 1}, {"a": 2}], [{"p": 0.5, "yes": True}, {"p": None, "yes": False, "why": "x"}]))
    told = {each.name: (each.annotation, each.nullable, each.required) for each in one.answer_fields}
    assert told == {"p": ("float", True, True), "yes": ("bool", False, True), "why": ("str", False, False)}
    assert one.watched == "yes"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["a", "b"], (False, "str")), (["a", None], (True, "str")), ([{"p": 1}, None], (True, "Any")),
        ([None, None], (True, "Any")),
    ],
)  # fmt: skip
def test_answers_that_may_be_none_say_so(answers: list[Any], told: tuple[bool, str]) -> None:
    one = endpoint(seen([{"a": 1}, {"a": 2}], answers))
    assert (one.nothing, one.answer_annotation) == told


@pytest.mark.parametrize(
    ("end", "nothing"),
    [
        ("return 'x'", False),
        ("if a > 1:\n        return 'x'", True),
        ("if a > 1:\n        return 'x'\n    else:\n        raise ValueError(a)", False),
        ("if a > 1:\n        return None\n    return 'x'", True),
        ("if a > 1:\n        return\n    return 'x'", True),
        ("try:\n        return 'x'\n    except ValueError:\n        pass", True),
        ("with open(a) as f:\n        return 'x'", False),
        ("while True:\n        return 'x'", False),
        ("f = lambda: None\n    def g():\n        return None\n    return 'x'", False),
    ],
)
def test_a_function_that_may_end_without_an_answer_says_so(end: str, nothing: bool) -> None:
    function = f"def predict(a):\n    model.predict([[a]])\n    {end}\n"
    one = endpoint(seen({"a": 1}, "x"), seen({"a": 2}, "x"), predict=function)
    assert (one.answer, one.nothing) == ("one", nothing)


def test_golden_requests_are_the_notebooks() -> None:
    one = endpoint(seen([{"a": 1}, {"a": 2}], [1, 2]), seen([{"a": 3}], [3]))
    assert [(list(r.rows), list(r.answers)) for r in one.recorded] == [
        ([{"a": 1}, {"a": 2}], [1, 2]), ([{"a": 3}], [3])
    ]  # fmt: skip


def test_rows_of_our_choice_are_golden_and_no_schema() -> None:
    ours = {**seen([{"n": 900}], [9.5]), "further": True}
    one = endpoint(seen([{"n": 1}], [2.5]), ours)
    assert (one.fields[0].low, one.fields[0].high) == (1, 1)
    assert [each.rows[0]["n"] for each in one.recorded] == [1, 900]


def test_a_parameter_called_like_a_type_has_another_name_in_the_schema() -> None:
    table = table_of(lambda date, json: date, ["2024-01-31", 1.5], {})
    one = endpoint({"function": "predict", "table": table, "answered": {"form": "one", "answers": [1.5]}})
    assert one.argument == "keywords"
    assert [(f.name, f.attribute) for f in one.fields] == [("date", "date_"), ("json", "json_")]


GATHERING = "def predict(**flat):\n    return float(model.predict([[flat['a']]])[0])"


def gathered(**words: Any) -> dict[str, Any]:
    table = table_of(lambda **flat: 1.5, [], words)
    return {"function": "predict", "table": table, "answered": {"form": "one", "answers": [1.5]}}


def test_a_function_that_gathers_its_record_is_called_with_its_fields() -> None:
    one = endpoint(gathered(a=1.5, b="x"), predict=GATHERING)
    assert (one.argument, one.gathers) == ("keywords", True)
    assert [each.name for each in one.fields] == ["a", "b"]


def test_a_field_that_is_called_as_what_the_function_reads_is_refused() -> None:
    endpoints, (trouble,) = found(gathered(a=1.5, model="x"), predict=GATHERING)
    assert not endpoints
    assert "'model'" in trouble.message and "another name" in trouble.hint


def test_a_function_of_several_dicts_gets_one_of_one() -> None:
    def predict(home: Any, town: Any) -> Any:
        return home, town

    with pytest.raises(NoTable) as no:
        table_of(predict, [{"a": 1.5}, {"b": 2}], {})
    endpoints, (trouble,) = found({"function": "predict", "why": str(no.value)})
    assert not endpoints
    assert "several dicts: home, town" in trouble.message
    assert "return predict(row, row)" in trouble.hint


def test_rows_of_our_choice_have_room_beside_many_of_the_notebooks() -> None:
    own = [seen([{"n": n}], [n * 2.5]) for n in range(MOST_REQUESTS + 9)]
    ours = {**seen([{"n": 900}], [9.5]), "further": True}
    kept = endpoint(*own, ours).recorded
    assert len(kept) == MOST_REQUESTS + 1
    assert kept[-1].rows[0]["n"] == 900


def test_of_a_large_call_the_kept_rows_are_asked_alone() -> None:
    rows = [{"a": i} for i in range(2000)]
    one = endpoint(seen(rows, [i * 2 for i in range(2000)]))
    assert all(len(each.rows) == 1 for each in one.recorded)
    assert all(each.answers[0] == each.rows[0]["a"] * 2 for each in one.recorded)
    assert len(one.recorded) <= MOST_REQUESTS
    assert sum(len(each.rows) for each in one.recorded) <= MOST_ROWS
    assert (one.fields[0].low, one.fields[0].high) == (0, 1999)


def test_whole_numbers_that_may_be_fractions_are_real_numbers() -> None:
    one = endpoint(seen([{"a": 1, "b": 2}], [1]), fractional={"predict": ("a",)})
    assert [(each.name, each.annotation) for each in one.fields] == [("a", "float"), ("b", "int")]
    frame = endpoint(seen(pd.DataFrame({"a": [1]}), [1]), fractional={"predict": ("a",)})
    assert frame.fields[0].annotation == "int"


def test_a_field_that_may_hold_anything_need_not_be_sent() -> None:
    one = endpoint(seen(pd.DataFrame({"a": ["x"], "b": ["y"]}), [1]), idle={"predict": ("a",)})
    assert [(each.name, each.required, each.nullable) for each in one.fields] == [
        ("a", False, True), ("b", True, False)
    ]  # fmt: skip


def test_needless_columns_are_not_asked_for() -> None:
    frame = pd.DataFrame({"a": [1], "b": [2]})
    one = endpoint(seen(frame, [1]), needless={"predict": ("b",)})
    assert [each.name for each in one.fields] == ["a"]
    assert one.recorded[0].rows == ({"a": 1},)
    kept = endpoint(seen([{"a": 1, "kind": "gold"}], [1]), needless={"predict": ("kind",)})
    assert [each.name for each in kept.fields] == ["a", "kind"]


REFUSED = {
    "never called": ((), "the notebook never calls it"),
    "each call raised": (({"function": "predict", "table": {}, "error": "KeyError"},), "raised (KeyError)"),
    "no table": (({"function": "predict", "why": "it takes a object"},), "it takes a object"),
    "several forms": (
        (seen([{"a": 1}, {"a": 2}], [1, 2]), seen([{"a": 1}, {"a": 2}], {"x": [1, 2]})),
        "several forms (columns, rows)",
    ),
    "a setting beside": ((seen([{"a": 1}], [1], other=3),), "besides rows it is given other"),
    "nothing matters": ((seen(pd.DataFrame({"a": [1]}), [1]),), "no field of its rows"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_schema_is_refused(name: str) -> None:
    calls, why = REFUSED[name]
    needless = {"predict": ("a",)} if name == "nothing matters" else {}
    endpoints, troubles = found(*calls, needless=needless)
    assert not endpoints
    (trouble,) = troubles
    assert (trouble.code, trouble.severity) == ("NB805", "error")
    assert why in trouble.message
    assert "call 'predict' in the notebook" in trouble.hint
    assert trouble.span is not None and trouble.span.cell == 3


def test_an_answer_that_json_cannot_say_is_refused_as_such() -> None:
    call = {k: v for k, v in seen([{"a": 1}], [1]).items() if k != "answered"}
    why = "a value is a DataFrame, which JSON has no form for"
    endpoints, (trouble,) = found({**call, "why": why})
    assert not endpoints
    assert trouble.message == f"what 'predict' returns cannot be answered: {why}"
    assert 'to_dict("records")' in trouble.hint


TWO = f"{PREDICT}\ndef recommend(rows):\n    return model.predict(rows), rows"


@pytest.mark.parametrize("asked", [(), ("recommend",)])
def test_functions_that_nobody_asked_for_and_that_have_no_schema_are_left_out(asked: tuple[str, ...]) -> None:
    calls = (seen([{"a": 1}], [1]), {"function": "recommend", "why": "it takes a Figure"})
    settings = Settings(offer=False, target="service", serve=asked)
    kept, warnings = those_that_answer(planned(TWO), Seen(calls), settings)
    assert kept.serve == (asked or ("predict",))
    assert [(each.code, each.severity) for each in warnings] == ([] if asked else [("NB805", "warning")])


def test_where_no_function_has_a_schema_all_are_refused() -> None:
    settings = Settings(offer=False, target="service")
    assert those_that_answer(planned(), Seen(({"function": "predict", "why": "x"},)), settings) == (settings, ())


def test_the_probe_is_told_what_it_may_need() -> None:
    (wanted,) = wanted_of(planned("def predict(rows, other=1):\n    return model.predict(rows[['a', 'b']])"))
    assert (wanted["name"], wanted["parameters"], wanted["columns"]) == ("predict", ["rows"], ["a", "b"])
    assert wanted["sources"][:1] == ["df"] and "model" in wanted["sources"]
    assert wanted["artifacts"] == ("model",)
    assert wanted["check"] is None


def test_the_profile_is_of_the_frame_with_every_field() -> None:
    plan = planned()
    endpoints, _ = found(seen([{"a": 1}], [1]))
    assert profile_of(plan, tuple(endpoints), Seen(frames={"df": {"a": "int64", "b": "int64"}})) == "df"
    assert profile_of(plan, tuple(endpoints), Seen(frames={"df": {"b": "int64"}})) == ""


def codes(plan: Plan, **seen_: Any) -> list[tuple[str, str]]:
    _, remarks = service_of(plan, Seen((seen([{"a": 1}], [1]),), **seen_), "")
    return [(each.severity, each.code) for each in remarks]


ONE = "def predict(rows, other=3):\n    return float(model.predict([[rows, other]]))"


def asked(*arguments: Any, answer: Any, **words: Any) -> dict[str, Any]:
    """A call of a function of single values."""

    def predict(rows: Any, other: Any = 3) -> Any:
        return rows

    table = table_of(predict, arguments, words)
    return {"function": "predict", "table": table, "answered": answered(table, answer)}


def test_one_column_has_one_name_whatever_it_had_in_each_call() -> None:
    texts = (pd.Series(["a", "b"]), pd.Series(["c"], name="review"))
    one = endpoint(*(seen(each, [1] * len(each)) for each in texts))
    assert [field.name for field in one.fields] == ["review"]
    assert [dict(row) for each in one.recorded for row in each.rows] == [{"review": t} for t in "abc"]


def test_calls_with_settings_beside_rows_are_left_out_where_others_have_none() -> None:
    one = endpoint(seen([{"a": 1}], [1]), seen([{"a": 2}], [5], other=3))
    assert [dict(each.rows[0]) for each in one.recorded] == [{"a": 1}]


def test_answers_of_several_parts_have_a_type_each() -> None:
    def kind(*answers: Any) -> str:
        return endpoint(*(asked(1.5, answer=each) for each in answers), predict=ONE).answer_annotation

    assert kind(("a", 0.5), ("b", 1)) == "tuple[str, float]"
    assert kind((0.5, 1.5)) == "list[float]"
    assert kind(("a", 0.5), ("b",)) == "list[Any]"


def test_labels_that_are_data_are_no_fields() -> None:
    labels = pd.Series([0.5, None], index=["Kiel", "Ulm"])
    one = endpoint(asked(1.5, answer=labels), predict=ONE)
    assert (one.answer_fields, one.answer_annotation) == ((), "dict[str, float | None]")
    one = endpoint(asked(1.5, answer={"Kiel": 1}), asked(2.5, answer={"Ulm": 2}), predict=ONE)
    assert (one.answer_fields, one.answer_annotation) == ((), "dict[str, int]")
    text = "low = model.predict([[rows]])\n    return pd.Series({'low': low, 'high': rows})"
    calls = [asked(1.5, answer=pd.Series({"low": 1, "high": high})) for high in (2, 3)]
    one = endpoint(*calls, predict=f"def predict(rows, other=3):\n    {text}")
    assert [field.name for field in one.answer_fields] == ["low", "high"]


def test_a_key_that_is_only_answered_is_not_asked_for() -> None:
    text = "def predict(row):\n    return {'kind': model.predict([[row['a'], row.get('b', 0)]])[0]}"
    row = pd.Series({"a": 1, "b": 2, "kind": "gold"})
    call = {**asked(1.0, answer=1.0), "table": table_of(lambda row: row, [row], {})}
    call["answered"] = {"form": "one", "answers": [{"kind": "gold"}]}
    one = endpoint(call, predict=text, needless={"predict": ("kind", "b")})
    assert [field.name for field in one.fields] == ["a", "b"]


def test_a_parameter_with_a_default_may_be_left_out() -> None:
    one = endpoint(asked(1.5, 2.5, answer=1.0), asked(2.5, 3.5, answer=1.0), predict=ONE)
    assert [(field.name, field.required) for field in one.fields] == [("rows", True), ("other", False)]


def test_a_null_that_is_not_the_default_has_to_be_said() -> None:
    calls = (asked(1.5, None, answer=1.0), asked(2.5, 3.5, answer=1.0))
    one = endpoint(*calls, predict=ONE)
    assert [(field.required, field.nullable) for field in one.fields] == [(True, False), (True, True)]
    one = endpoint(*calls, predict=ONE.replace("=3", "=None"))
    assert not one.fields[1].required


def test_answers_whose_labels_say_something_are_known() -> None:
    assert not endpoint(asked(1.5, answer=[1, 2]), predict=ONE).labelled
    answers = (pd.DataFrame({"a": [1, 2]}), pd.Series([1.0], index=["x"]), "none")
    assert endpoint(*(asked(1.5, answer=each) for each in answers), predict=ONE).labelled


def test_a_null_is_none_where_the_notebook_gave_none() -> None:
    calls = [asked(value, answer=1.0) for value in (1.5, float("nan"), float("nan"), None)]
    gaps = endpoint(*calls[:3], predict=ONE)
    assert (gaps.fields[0].nullable, gaps.fields[0].nan, gaps.none) == (True, True, ())
    assert [dict(each.rows[0]) for each in gaps.recorded] == [{"rows": 1.5}, {"rows": None}, {"rows": None}]
    both = endpoint(*calls, predict=ONE)
    assert (both.fields[0].nullable, both.fields[0].nan, both.none) == (True, False, ("rows",))
    assert [dict(each.rows[0]) for each in both.recorded] == [{"rows": 1.5}, {"rows": None}]


def test_rows_that_come_alone_depend_on_no_others() -> None:
    plan = planned(ONE.replace("other]])", "other]]).mean()"))
    assert plan.split is not None and dict(plan.split.alone)["predict"]
    _, remarks = service_of(plan, Seen((asked(1.5, answer=1.0),)), "")
    assert not remarks


def test_what_cannot_be_stored_is_refused() -> None:
    assert codes(planned(), unstorable={"model": "it holds a lambda"}) == [("error", "NB810")]
    assert codes(planned(), unstorable={"other": "it holds a lambda"}) == []


def test_what_answers_otherwise_each_time_is_refused() -> None:
    assert codes(planned(), unsteady={"predict": "1 and then 2"}) == [("error", "NB811")]
    assert codes(planned(), unsteady={"other": "1 and then 2"}) == []


@pytest.mark.parametrize("clock", ["datetime.now()", "dt.date.today()", "pd.Timestamp.now()"])
def test_served_code_that_asks_the_clock_is_told(clock: str) -> None:
    imports = "import datetime as dt\n    from datetime import datetime\n    "
    plan = planned(f"def predict(rows):\n    {imports}return model.predict(rows - {clock}.year)")
    assert codes(plan) == [("warning", "NB812")]
    assert codes(planned("def predict(rows):\n    return model.predict(rows[rows.today == 1])")) == []


def test_what_each_request_changes_is_said() -> None:
    counting = "total = 0\ndef predict(rows):\n    global total\n    total += 1\n    return model.predict(rows)"
    assert codes(planned(counting)) == [("warning", "NB813")]


def test_a_made_function_without_answers_says_why_of_itself() -> None:
    plan = planned()
    assert plan.split is not None
    made = replace(plan.split, served=tuple(replace(each, how="made") for each in plan.split.served))
    statements = {each.order: each for each in plan.dataflow.statements}
    definitions = {each.name: each for each in plan.definitions}
    calls = ({"function": "predict", "why": "it answers 3 rows to 120"},)
    endpoints, (trouble,) = endpoints_of(made, definitions, statements, Seen(calls))
    assert not endpoints and trouble.code == "NB805"
    assert "does not answer its rows: it answers 3 rows to 120" in trouble.message
    assert "call 'predict'" not in trouble.hint and "--serve" not in trouble.hint
    other = replace(plan.split.candidates[0], name="forest", how="estimator")
    _, (trouble,) = endpoints_of(replace(made, candidates=(other,)), definitions, statements, Seen(calls))
    assert "; `--serve forest` answers with that estimator" in trouble.hint


def test_answers_in_another_scale_are_told() -> None:
    plan = planned()
    logs = Made("predict", "model", "", "", "", scale="np.log1p(y)")
    _, (remark,) = service_of(replace(plan, made=(logs,)), Seen((seen([{"a": 1}], [1]),)), "")
    assert (remark.severity, remark.code) == ("warning", "NB814") and "`np.log1p(y)`" in remark.message
    assert codes(replace(plan, made=(replace(logs, scale=""),))) == []


def test_why_rows_are_not_answered_together_is_said() -> None:
    plan = planned("def predict(rows):\n    return model.predict(rows - rows.mean())")
    assert codes(plan) == [("warning", "NB809")]


def test_gaps_that_only_training_fills_are_said() -> None:
    plan = plan_for(
        LOAD, "df['a'] = df['a'].fillna(0)", FIT, "def predict(rows):\n    return model.predict(rows)",
        settings=Settings(offer=False, target="service"),
    )  # fmt: skip
    assert codes(plan) == [("warning", "NB806")]


def test_gaps_in_what_may_be_left_out_are_not() -> None:
    read = "def predict(row):\n    return {'b': float(model.predict([[row.get('a') or 0, row['b']]])[0])}"
    plan = plan_for(
        LOAD, "df['a'] = df['a'].fillna(0)", FIT, read, settings=Settings(offer=False, target="service")
    )
    calls = (seen({"a": 1.0, "b": 2.0}, {"b": 1.0}), seen({"b": 2.0}, {"b": 1.0}))
    _, remarks = service_of(plan, Seen(calls), "")
    assert not remarks


LISTS = {"list[str]": ["a", "b"], "list[int]": [1, 2], "list[int | float]": [1, 2.5], "list[Any]": [1, "a"]}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_that_is_one_value_has_the_type_of_what_is_in_it(kind: str) -> None:
    table = table_of(lambda rows: rows, [LISTS[kind]], {}, ["rows"])
    told = {"function": "predict", "table": table, "answered": answered(table, [1.5])}
    one = endpoint(told, predict="def predict(rows):\n    return [model.predict([[each]]) for each in (1, 2) if each in rows]")
    assert [(field.name, field.annotation) for field in one.fields] == [("rows", kind)]
