"""Which frame a service keeps for the profile of training's rows."""

from __future__ import annotations

import pytest

from converter.model.service import Endpoint, Field
from converter.model.settings import Settings
from converter.pipeline import plan_notebook, plan_of, read
from converter.plan.endpoints import Seen
from converter.plan.service import profile_of, wanted_of

pytestmark = pytest.mark.fast
MADE = """# %%
import pandas as pd
from sklearn.linear_model import LinearRegression
# %%
df = pd.read_csv("x.csv"){more}
df["yes"] = df["yes"].map({{"y": 1, "n": 0}})
model = LinearRegression().fit(df[["yes", "size"]], df["rent"])
print(model.predict(df[["yes", "size"]]))
"""
WRITTEN = """# %%
import pandas as pd
from sklearn.linear_model import LinearRegression
# %%
df = pd.read_csv("x.csv")
model = LinearRegression().fit(df[["size"]], df["rent"])
# %%
def predict(rows):
    return model.predict(pd.DataFrame(rows)[["size"]])
predict(df)
"""
RAW = {"yes": "str", "size": "float64", "rent": "float64"}
PREPARED = {**RAW, "yes": "int64"}
FIELDS = (Field("yes", "yes", "str", "str"), Field("size", "size", "float", "float64"))


@pytest.fixture
def planned(tmp_path):
    def plan(text):
        path = tmp_path / "nb.py"
        path.write_text(text)
        return plan_of(str(path), Settings(target="service")), str(path)

    return plan


def asked(function, fields=FIELDS):
    return (Endpoint(function, function, "predict", "", "Row", fields, "frame"),)


def test_a_made_function_has_the_rows_as_they_came(planned):
    plan, _ = planned(MADE.format(more=""))
    (made,) = plan.made
    assert made.rows in wanted_of(plan)[0]["sources"]
    seen = Seen((), {"df": PREPARED, made.rows: RAW})
    assert profile_of(plan, asked(made.name), seen) == made.rows


@pytest.mark.parametrize("more", ["", ".dropna().reset_index(drop=True)"])
def test_training_keeps_the_rows_before_anything_is_done_to_them(planned, more):
    plan, path = planned(MADE.format(more=more))
    kept = plan_notebook(read(path), Settings(target="service"), profile=plan.made[0].rows)
    texts = [each.text for each in kept.dataflow.statements]
    place = texts.index(f"{plan.made[0].rows} = df.copy()")
    assert texts[place - 1] == 'df = pd.read_csv("x.csv")'
    assert plan.made[0].rows in [result.name for result in kept.results]
    assert f"{plan.made[0].rows} = df.copy()" not in [s.text for s in plan.dataflow.statements]


@pytest.mark.parametrize(
    ("frame", "fits"),
    [
        (RAW, True),
        (PREPARED, False),
        ({"yes": "object", "size": "int64"}, True),
        ({"yes": "category", "size": "Float64"}, True),
        ({"yes": "str"}, False),
        ({"yes": "str", "size": "object"}, False),
        ({"yes": "str", "size": "bool"}, False),
    ],
)
def test_a_frame_counts_only_while_its_columns_hold_what_requests_hold(planned, frame, fits):
    plan, _ = planned(WRITTEN)
    assert profile_of(plan, asked("predict"), Seen((), {"df": frame})) == ("df" if fits else "")


def test_whole_numbers_with_gaps_are_no_whole_numbers(planned):
    plan, _ = planned(WRITTEN)
    fields = (Field("size", "size", "int", "int64"),)
    assert profile_of(plan, asked("predict", fields), Seen((), {"df": {"size": "float64"}})) == ""
    assert profile_of(plan, asked("predict", fields), Seen((), {"df": {"size": "int64"}})) == "df"
