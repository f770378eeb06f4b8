"""What the making of a model tells of its rows and answers: formulas, targets, shares."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, checked, synthesis, watched

READ = "df = pd.read_csv('flats.csv').fillna(0)"
FORMULAS = "import statsmodels.api as sm\nimport statsmodels.formula.api as smf"
LEARNED = "df['level'] = np.log(df['price'] + 1)\ndf['each'] = df['size'] / (df['rooms'] + 1)"

FITTED = {
    "at once": "fit = smf.ols('price ~ np.log(each) + C(town)', data=df).fit()",
    "a model with a name": "shape = smf.ols('price ~ each * C(town)', df)\nfit = shape.fit()",
    "a formula with a name": "told = 'price ~ each + Q(\"town\")'\nfit = smf.ols(formula=told, data=df).fit()",
    "of counts": "fit = smf.glm('price ~ each + town', data=df, family=sm.families.Poisson()).fit()",
}


def text_of(*cells: str) -> str:
    found = synthesis(IMPORTS, FORMULAS, *cells)
    assert len(found.made) == 1 and not found.refused
    return "\n".join(cell.code for cell in found.program.cells)


@pytest.mark.parametrize("name", FITTED)
def test_a_formula_tells_which_columns_are_read(name):
    text = text_of(READ, LEARNED, FITTED[name], "print(fit.predict(df)[:3])")
    served = text.partition("def prepare(df)")[2].partition("return df")[0]
    assert "df['each']" in served and "level" not in served


def test_the_answers_of_a_formula_are_compared():
    fit = "fit = smf.ols('price ~ each + town', df).fit()"
    found = synthesis(IMPORTS, FORMULAS, READ, LEARNED, fit, "print(fit.predict(df)[:3])")
    assert found.made[0].tested == "fit.predict(df)"


def test_a_formula_that_is_put_together_tells_nothing():
    fit = "fit = smf.ols('price ~ ' + '+'.join(['each']), data=df).fit()"
    text = text_of(READ, LEARNED, fit, "print(fit.predict(df)[:3])")
    assert "level" in text.partition("def prepare(df)")[2].partition("return df")[0]


@pytest.mark.parametrize(
    "made", ["sm.Logit(df['rooms'], df[['size']])", "smf.probit('rooms ~ size', df)"]
)
def test_what_is_decided_by_shares_is_said_beside_them(made):
    cut = "best = (p * df['rooms']).max()\nverdict = (p > best).astype(int)"
    text = text_of(READ, f"model = {made}\nfit = model.fit()\np = fit.predict(df[['size']])", cut)
    assert '"verdict": (prediction > best).astype(int)' in text


def test_what_is_decided_by_values_is_no_answer_of_theirs():
    fit = "fit = sm.OLS(df['rooms'], df[['size']]).fit()\np = fit.predict(df[['size']])"
    text = text_of(READ, fit, "best = p.max()\nverdict = (p > best).astype(int)")
    assert "return fit.predict(df[['size']])" in text


CLASSES = {
    "beside others": "out = pd.DataFrame({'id': df.index, 'kind': np.where(kept == 1, 'dear', 'cheap')})",
    "alone": "kind = np.where(kept == 1, 'dear', 'cheap')",
}


@pytest.mark.parametrize("name", CLASSES)
def test_names_for_classes_are_answered(name, table):
    pytest.importorskip("sklearn")
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\nX, y = df[['size', 'rooms']], (df['price'] > 500) * 1"
    found = synthesis(
        IMPORTS,
        read,
        "model = LogisticRegression().fit(X, y)\nkept = model.predict(X)",
        CLASSES[name],
    )
    checked(found)
    names = watched(found)
    answer = names[found.made[0].name](names[found.made[0].rows])
    assert set(answer["kind"]) <= {"dear", "cheap"}


def test_a_target_among_columns_of_which_training_chooses_is_not_asked_for(table):
    pytest.importorskip("sklearn")
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    chosen = "few = ['price', 'size', 'rooms']\nflats = df[few]\nothers = flats.columns[1:]"
    fit = "model = Ridge().fit(flats[others], flats['price'])\nkept = model.predict(flats[others])"
    found = synthesis(IMPORTS, read, chosen, fit, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows].drop(columns="price"))) == list(names["kept"])


PROPHET = """
class Prophet:
    def fit(self, df):
        self.mean = df["price"].mean()
        return self

    def predict(self, df):
        wide = np.random.normal(size=(len(df), 50)).std(axis=1)
        return pd.DataFrame({"yhat": self.mean + df["size"], "upper": self.mean + wide})
"""


@pytest.mark.parametrize("imports", [IMPORTS, IMPORTS.replace("import numpy as np", "")])
def test_a_model_that_draws_when_it_is_asked_is_seeded_for_each_question(table, imports):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    model = PROPHET.replace("np.", "numpy.") if imports != IMPORTS else PROPHET
    fit = "import numpy\nm = Prophet()\nm.fit(df)"
    found = synthesis(imports, model, read, fit, "told = m.predict(df)\nprint(told.head())")
    (made,) = found.made
    code = "\n".join(cell.code for cell in found.program.cells)
    assert code.count("np.random.seed(0)\n    return m.predict(") == 1
    assert code.count("import numpy as np") == 1
    names = watched(found)
    one, other = (names[made.name](names["df"]) for _ in range(2))
    assert one.equals(other) and one["yhat"].equals(names["told"]["yhat"])
