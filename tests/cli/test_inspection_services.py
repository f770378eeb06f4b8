"""What `inspect --to service` shows of the split, without running the notebook."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from converter.cli.inspection import inspected
from converter.cli.section import plain
from converter.cli.splitting import split_document, split_sections
from converter.model.settings import Settings
from converter.pipeline import convert, converted_plan, plan_of

pytestmark = pytest.mark.fast

IMPORTS = """import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression"""
SETTINGS = 'TOWN = "Ulm"\nSEED = 3\nROUND = 2\nAPI_TOKEN = "hunter2hunter2"'
TRAINED = """df = pd.read_csv("rents.csv")
df["rooms"] = df["rooms"].fillna(df["rooms"].median())
X = pd.get_dummies(df[["rooms", "size", "town"]], columns=["town"])
line = LinearRegression().fit(X, df["rent"])
forest = RandomForestRegressor(random_state=SEED).fit(X, df["rent"])
r2 = line.score(X, df["rent"])
df.hist()"""
ASKED = "told = line.predict(X)\ntold_too = forest.predict(X)"
PREDICT = """def rent(rows):
    return [round(float(p), ROUND) for p in forest.predict(pd.DataFrame(rows)[list(X.columns)])]
rent([{"rooms": 2.0, "size": 60.0}])"""


@pytest.fixture
def split(notebook):
    """The plan of a notebook whose second cell is tagged `parameters`; `run.txt` shows if it ran."""

    def planned(*cells, **settings):
        parameters = {"source": SETTINGS, "metadata": {"tags": ["parameters"]}}
        path = notebook(IMPORTS, parameters, 'open("run.txt", "w").close()', *cells)
        return plan_of(str(path), Settings(target="service", **settings))

    return planned


def section(plan, title):
    return next((each for each in split_sections(plan) if each.title.startswith(title)), None)


def test_a_job_has_no_split(notebook):
    plan = plan_of(str(notebook("x = 1\nprint(x)")), Settings())
    assert split_document(plan) is None
    assert split_sections(plan) == ()
    assert "falls away" not in plain(inspected(plan))


def test_a_function_its_code_artifacts_and_parameters_are_told(split, tmp_path):
    document = split_document(split(TRAINED, PREDICT))
    assert [each["function"] for each in document["served"]] == ["rent"]
    assert [each["name"] for each in document["code"]] == ["rent"]
    assert {each["name"]: each["stage"] for each in document["artifacts"]}.keys() == {"X_columns", "forest"}
    assert document["metrics"] == ["r2"]
    assert document["trained_with"] == ["SEED"]
    assert document["settings"] == [{"name": "ROUND", "variable": "NB_ROUND"}]
    assert document["unread"] == ["TOWN", "API_TOKEN"]
    assert not (tmp_path / "run.txt").exists()
    assert "nothing was run" in section(split(TRAINED, PREDICT), "served").note


def test_estimators_are_choices_beside_the_function_that_is_served(split):
    told = {each["name"]: each["fate"] for each in split_document(split(TRAINED, PREDICT))["choices"]}
    assert told["rent"] == "served"
    assert told["line"] == "not served: --serve line asks for it"


def test_made_functions_are_told_with_their_frozen_statistics(split):
    plan = split(TRAINED, ASKED)
    document = split_document(plan)
    served = {each["function"]: each["estimator"] for each in document["served"]}
    assert served == {"predict_line": "line", "predict_forest": "forest"}
    frozen = {each["name"]: each["text"] for each in document["artifacts"] if each["frozen"]}
    assert 'rooms_median = df["rooms"].median()' in frozen.values()
    assert "NB808" in section(plan, "served").note


def test_a_blend_is_told_as_one(split):
    blend = "mixed = 0.5 * line.predict(X) + 0.5 * forest.predict(X)\nprint(mixed[:3])"
    choices = {each["name"]: each for each in split_document(split(TRAINED, blend))["choices"]}
    assert choices["mixed"]["what"] == "what the notebook makes of several answers"
    assert choices["mixed"]["fate"] == "served by 'predict'"
    assert choices["line"]["fate"] == "not served: --serve line asks for it"


def test_serve_names_an_estimator(split):
    plan = split(TRAINED, ASKED, PREDICT, serve=("line",))
    document = split_document(plan)
    assert [each["estimator"] for each in document["served"]] == ["line"]
    fates = {each["name"]: each["fate"] for each in document["choices"]}
    assert fates["line"] == "served by 'predict'"
    assert fates["forest"] == "not served: --serve forest asks for it"


def test_an_estimator_and_a_function_can_be_served_together(split):
    plan = split(TRAINED, ASKED, PREDICT, serve=("rent", "line"))
    assert not [each for each in plan.diagnostics if each.severity == "error"]
    assert {each["function"] for each in split_document(plan)["served"]} == {"predict", "rent"}


@pytest.mark.parametrize("wanted", [("misspelt",), ("rent", "misspelt"), ("line", "misspelt")])
def test_a_name_that_is_not_there_is_refused_with_the_choices(split, wanted):
    plan = split(TRAINED, ASKED, PREDICT, serve=wanted)
    (found,) = [each for each in plan.diagnostics if each.severity == "error"]
    assert found.code == "NB801"
    assert "rent" in found.hint
    assert "line, forest" in found.hint


def test_what_falls_away_is_told_once(split):
    plan = split(TRAINED, PREDICT)
    text = plain(inspected(plan))
    away = section(plan, "falls away")
    assert ("cell 4:7", "df.hist()") in away.rows
    dropped = text.split("dropped or replaced")[1].split("\n\n")[0] if "dropped or" in text else ""
    assert "df.hist()" not in dropped


def test_what_compiling_gains_is_told_for_each_artifact(split):
    rows = {row[0]: row[1] for row in section(split(TRAINED, ASKED), "what `train").rows}
    assert rows["line"] == "a form is known"
    assert rows["forest"] == "a form is known"
    assert rows["rooms_median"] == "no"


def test_a_refusal_shows_why_an_estimator_cannot_be_served(split):
    grouped = TRAINED.replace(
        'df["rooms"].fillna(df["rooms"].median())',
        'df.groupby("town")["rooms"].transform("cumsum")',
    )
    plan = split(grouped, ASKED)
    assert [each["fate"].split(":")[0] for each in split_document(plan)["choices"]] == [
        "cannot be served",
        "cannot be served",
    ]
    refused = next(each for each in inspected(plan) if each.title == "refused")
    assert all("NB807" in row[0] and "hint: " in row[2] for row in refused.rows)
    assert {row[1] for row in refused.rows} == {"cell 4:2"}


def test_a_secret_that_no_served_code_reads_stays_secret(split):
    plan = split(TRAINED, ASKED)
    assert "hunter2" not in plain(inspected(plan)) + json.dumps(split_document(plan))


def test_the_copy_of_the_notebook_has_no_secret_that_a_service_does_not_read(notebook):
    parameters = {"source": SETTINGS, "metadata": {"tags": ["parameters"]}}
    path = notebook(IMPORTS, parameters, TRAINED, ASKED)
    files = convert(str(path), Settings(target="package")).project.files
    assert not any(b"hunter2" in content for content in files.values())
    plan = plan_of(str(path), Settings(target="service"))
    made = converted_plan(replace(plan, settings=replace(plan.settings, target="package")))
    assert not any(b"hunter2" in content for content in made.project.files.values())


def test_the_json_document_has_the_split(nbship, notebook):
    notebook(IMPORTS, SETTINGS, TRAINED, ASKED)
    ended = nbship("inspect", "nb.ipynb", "--to", "service", "--serve", "line", "--json")
    assert ended.code == 0
    document = json.loads(ended.out)
    assert [each["endpoint"] for each in document["split"]["served"]] == ["predict"]
    assert document["split"]["seen_by_running"]


def test_a_tagged_cell_that_cannot_be_served_is_not_replaced_without_a_word(split):
    cell = {"source": "new = X.head(3)\nforest.predict(new)", "metadata": {"tags": ["predict"]}}
    plan = split(TRAINED, cell)
    assert [each["estimator"] for each in split_document(plan)["served"]] == ["line", "forest"]
    (warned,) = [each for each in plan.diagnostics if "'cell 5'" in each.message]
    assert (warned.code, warned.severity, warned.span.cell) == ("NB807", "warning", 5)


def test_why_nothing_is_served_is_told_of_what_functions_ask_too(split):
    load = 'df = pd.read_csv("rents.csv")\ndf["before"] = df["size"].rank()\nX = df[["size", "before"]]'
    judge = """def judge(model, X, y):
    model.fit(X, y)
    print(model.predict(X))


line = LinearRegression()
judge(line, X, df["rent"])"""
    plan = split(load, judge)
    (refused,) = [each for each in plan.diagnostics if each.code == "NB807"]
    assert "'line'" in refused.message and "rank() makes a row depend" in refused.message
    assert (refused.severity, refused.span.cell, refused.span.line) == ("error", 4, 2)
    assert not [each for each in plan.diagnostics if each.code == "NB803"]


def test_a_forecast_is_said_to_be_made_of_its_call(split):
    fit = "from statsmodels.tsa.api import Holt\nfit = Holt(pd.read_csv('rents.csv')['rent']).fit()"
    (served,) = split_document(split(fit, "fit.forecast(4)"))["served"]
    assert (served["function"], served["because"]) == ("forecast", "made of a call in cell 5")
