"""What of a notebook is served, what trains, what falls away: the split, on small notebooks."""

from __future__ import annotations

import pytest
from notebooks import plan_for

from converter.model.plan import Plan
from converter.model.settings import Settings
from converter.model.split import Split

pytestmark = pytest.mark.fast

LOAD = "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\ndf = pd.read_csv('x.csv')"
FIT = "model = Ridge().fit(df[['a']], df['b'])"
PREDICT = "def predict(rows):\n    return model.predict(rows)"


def planned(*cells: str, serve: tuple[str, ...] = (), **tags: tuple[str, ...]) -> Plan:
    marks = {int(name[1:]): tag for name, tag in tags.items()}
    return plan_for(*cells, tags=marks, settings=Settings(offer=False, target="service", serve=serve))


def split(*cells: str, serve: tuple[str, ...] = (), **tags: tuple[str, ...]) -> Split:
    plan = planned(*cells, serve=serve, **tags)
    assert plan.split is not None, plan.diagnostics
    return plan.split


def served(found: Split) -> list[tuple[str, str]]:
    return [(each.name, each.how) for each in found.served]


def errors(plan: Plan) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in plan.diagnostics if each.severity == "error"]


def trained(plan: Plan) -> str:
    """The text of the statements that train."""
    assert plan.split is not None
    return "\n".join(s.text for s in plan.dataflow.statements if s.order in plan.split.train)


RATES = "RATES = df.groupby('zone')['rate'].mean()"
PRICE = "def price(zone, weight=1):\n    return RATES[zone] * weight"
CHOSEN = {
    "named": ((PREDICT,), {}, [("predict", "named")]),
    "named in words": (("def price_forecast(x):\n    return model.predict(x)",), {}, [("price_forecast", "named")]),
    "uses a model": (("def answer(rows):\n    return model.predict(rows)",), {}, [("answer", "uses a model")]),
    "uses one through another": (
        (
            "def inner(rows):\n    return model.predict(rows)",
            "def answer(rows):\n    return inner(rows)",
        ),
        {},
        [("answer", "uses a model")],
    ),
    "what tells of a row": (("def risk_report(rows):\n    return model.predict(rows)",), {}, [("risk_report", "uses a model")]),
    "a loss of a customer's": (("def expected_loss(rows):\n    return model.predict(rows)",), {}, [("expected_loss", "uses a model")]),
    "what predicts and more": (
        ("def predict_and_compare(rows):\n    return model.predict(rows)",),
        {},
        [("predict_and_compare", "named")],
    ),
    "a tag wins": (
        (PREDICT, "def other(rows):\n    return model.coef_ * rows"),
        {"c4": ("predict",)},
        [("other", "tagged")],
    ),
    "what is looked at": ((RATES, PRICE, "price('a')"), {}, [("price", "shown")]),
    "printed": ((RATES, PRICE, "for zone in 'ab':\n    print(zone, price(zone))"), {}, [("price", "shown")]),
    "kept to be looked at": ((RATES, PRICE, "cheap = price('a')\nprint(cheap)"), {}, [("price", "shown")]),
    "with what it calls": (
        (RATES, PRICE, "def both(zone):\n    return {'one': price(zone), 'ten': price(zone, 10)}", "price('a')\nboth('a')"),
        {},
        [("both", "shown")],
    ),
    "asked about one of the data": ((RATES, PRICE, "first = df['zone'].iloc[0]\nprice(first)"), {}, [("price", "shown")]),
    "asked about rows written down": (
        (RATES, "def worth(rows):\n    return rows['a'] * RATES.max()", "new = pd.DataFrame({'a': [1]})\nworth(new)"),
        {},
        [("worth", "shown")],
    ),
    "without values, what is written down": (
        ("def fee(weight):\n    return weight * 2 + 1", "def parts(rows):\n    return rows.shape", "fee(3)\nparts(df)"),
        {},
        [("fee", "shown")],
    ),
    "recommendations": ((RATES, "def get_recommendations(zone):\n    return RATES.drop(zone)"), {}, [("get_recommendations", "named")]),
    "the outermost": (
        (PREDICT, "def predict_all(rows):\n    return [predict([row]) for row in rows]"),
        {},
        [("predict_all", "named")],
    ),
    "two": (
        (PREDICT, "def recommend(rows):\n    return model.predict(rows)"),
        {},
        [("predict", "named"), ("recommend", "named")],
    ),
    "the last of two versions": (
        (PREDICT, "def predict(rows, scale=2):\n    return model.predict(rows) * scale"),
        {},
        [("predict", "named")],
    ),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_served(name: str) -> None:
    cells, tags, wanted = CHOSEN[name]
    assert served(split(LOAD, FIT, *cells, **tags)) == wanted  # type: ignore[arg-type]


CLUSTERED = "from sklearn.cluster import DBSCAN\nlabels = DBSCAN().fit_predict(df[['a']])\ncentres = df[['a']].groupby(labels).mean()"
NEAREST = "def nearest(a):\n    return int((centres['a'] - a).abs().idxmin())"
LAST_RESORTS = {
    "what reads what was learned": ((CLUSTERED, NEAREST, "nearest(3)"), ["nearest"]),
    "what reads a transformer": (
        (
            "from sklearn.preprocessing import MinMaxScaler\nscaler = MinMaxScaler()\nz = scaler.fit_transform(df[['a']])",
            "from sklearn.neighbors import NearestNeighbors\nprint(NearestNeighbors().fit(z).kneighbors(z)[0][:3])",
            "def worth(a):\n    return float(scaler.transform([[a]])[0, 0])",
            "print(worth(3))",
        ),
        ["worth"],
    ),
    "what a column is of": (
        (
            "from sklearn.decomposition import PCA\npca = PCA(1).fit(df)\nlimit = df['b'].max()",
            "def error(rows):\n    return abs(rows - pca.inverse_transform(pca.transform(rows))).mean(axis=1)",
            "def is_odd(rows):\n    return error(rows) > limit",
            "df['odd'] = is_odd(df)",
        ),
        ["is_odd"],
    ),
    "what a column is made of, one by one": (
        (CLUSTERED, "from sklearn.neighbors import NearestNeighbors\nNearestNeighbors().fit(df).kneighbors(df)", NEAREST, "df['c'] = df['a'].apply(nearest)"),
        ["nearest"],
    ),
    "not what nobody asks": ((CLUSTERED, NEAREST), []),
    "not what reads the data": (
        (CLUSTERED, "from sklearn.neighbors import NearestNeighbors\nNearestNeighbors().fit(df).kneighbors(df)", RATES, PRICE, "price('a')"),
        [],
    ),
    "not beside an estimator that is served": (
        (
            FIT,
            "print(model.predict(df[['a']])[:3])",
            "steps = abs(model.coef_).sum()",
            "def moved(a):\n    return a * steps",
            "moved(2)",
        ),
        ["predict"],
    ),
}


@pytest.mark.parametrize("name", LAST_RESORTS)
def test_where_no_estimator_can_be_served_what_the_notebook_asks_is(name: str) -> None:
    cells, wanted = LAST_RESORTS[name]
    plan = planned(LOAD, *cells)
    assert [each.name for each in plan.split.served] == wanted if plan.split else not wanted
    assert bool(errors(plan)) == (plan.split is None)


NOT_SERVED = {
    "what trains": "def predict_and_fit(rows):\n    return model.fit(rows, rows).predict(rows)",
    "what trains through another": (
        "def again(rows):\n    return model.fit(rows, rows)\n\ndef predict_again(rows):\n    return again(rows).predict(rows)"
    ),
    "what is private": "def _predict(rows):\n    return model.predict(rows)",
    "what returns nothing": "def predict(rows):\n    print(model.predict(rows))",
    "what judges": "def forecast_error(y, told):\n    return (y - told).mean()",
    "what judges a model": "def evaluate(rows):\n    return abs(model.predict(rows) - 1).mean()",
    "what draws": "def plot_predictions(rows):\n    return rows.plot()",
    "what stores": "def save_predictions(rows):\n    return rows.to_csv('p.csv')",
    "what is given its model": "def answer(fitted, rows):\n    return fitted.predict(rows)",
}


@pytest.mark.parametrize("name", NOT_SERVED)
def test_what_is_not_served(name: str) -> None:
    plan = planned(LOAD, FIT, NOT_SERVED[name])
    assert plan.split is None
    assert [code for code, _ in errors(plan)] == ["NB803"]


NOT_SHOWN = {
    "what data is made of": (RATES, PRICE, "df['price'] = price('a')\ndf.head()"),
    "what draws": (RATES, "def plot_rates(zone):\n    return RATES[zone]", "plot_rates('a')"),
    "what is never called": (RATES, PRICE),
    "what trains": ("def learn(depth):\n    return Ridge(depth).fit(df[['a']], df['b'])", "learn(3)"),
    "masks of the data": (RATES, "def many(mask):\n    return mask.sum() * RATES.max()", "many(~df['a'].isna())"),
    "rows of the data": (RATES, "def worth(rows):\n    return rows['a'] * RATES.max()", "worth(df[~df['a'].isna()])"),
    "the data": (RATES, "def worth(rows):\n    return rows['a'] * RATES.max()", "worth(df)", "part = df[df.a > 1]\nworth(part)"),
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_what_only_explores_is_not_served(name: str) -> None:
    assert [code for code, _ in errors(planned(LOAD, *NOT_SHOWN[name]))] == ["NB803"]


def test_an_estimator_that_is_asked_comes_before_what_is_looked_at() -> None:
    found = split(LOAD, FIT, RATES, PRICE, "price('a')", "model.predict(df[['a']])")
    assert served(found) == [("predict", "made")]


GIVEN = {
    "at once": ("kept = classify(model.predict(df[['a']]), 0.5)", False),
    "by a name": ("chances = model.predict(df[['a']])\nkept = classify(chances[:3], limit=0.5)", False),
    "rows, too": ("kept = classify(model.predict(df[['a']]), 0.5)\nmore = classify(df['a'], 0.5)", True),
}


@pytest.mark.parametrize("name", GIVEN)
def test_a_function_that_is_only_given_answers_takes_no_rows(name: str) -> None:
    call, is_served = GIVEN[name]
    function = "def classify(chances, limit=0.5):\n    return ['a' if c > limit else 'b' for c in chances]"
    found = split(LOAD, FIT, function, call)
    assert ("classify" in [name for name, _ in served(found)]) is is_served


def test_one_is_chosen_by_name() -> None:
    cells = (LOAD, FIT, PREDICT, "def recommend(rows):\n    return model.predict(rows)")
    assert served(split(*cells, serve=("recommend",))) == [("recommend", "named")]


OWN_FILES = {
    "joblib": ("joblib.dump(model, 'm.joblib')", "joblib.load('m.joblib')"),
    "pickle, by a name": ("with open(PATH, 'wb') as f:\n    pickle.dump(model, f)", "pickle.load(open(PATH, 'rb'))"),
    "a table": ("df.to_csv('m.joblib')", "pd.read_csv('m.joblib')"),
}


@pytest.mark.parametrize("name", OWN_FILES)
def test_a_function_that_reads_what_the_notebook_wrote_is_not_served(name: str) -> None:
    writes, reads = OWN_FILES[name]
    inner = f"def kept():\n    return {reads}"
    predict = "def predict(rows):\n    return kept().predict(rows)"
    cells = (LOAD + "\nimport joblib, pickle\nPATH = 'm.joblib'", FIT, inner, predict)
    ((code, message),) = errors(planned(*cells[:2], writes, *cells[2:]))
    assert code == "NB802" and "'predict': it reads 'm.joblib', which the notebook writes" in message
    assert served(split(*cells)) == [("predict", "named")], "a file of elsewhere may be there"


def test_any_function_can_be_asked_for() -> None:
    cells = (LOAD, "weight = df['a'].mean()", "def worth(rows):\n    return rows['a'] * weight", "worth(df)")
    assert [code for code, _ in errors(planned(*cells))] == ["NB803"]
    found = split(*cells, serve=("worth",))
    assert (served(found), found.artifacts) == ([("worth", "asked for")], ("weight",))


def test_what_is_asked_for_and_cannot_be_served_says_why() -> None:
    plan = planned(LOAD, FIT, "def worth():\n    return 3", serve=("worth",))
    assert errors(plan) == [("NB802", "'worth' cannot be served: it takes no rows")]


def test_a_wrong_name_shows_the_choices() -> None:
    plan = planned(LOAD, FIT, PREDICT, "def recommend(rows):\n    return model.predict(rows)", serve=("guess",))
    (found,) = [each for each in plan.diagnostics if each.severity == "error"]
    assert found.code == "NB801"
    assert found.hint == "functions that could be: predict, recommend"


UNFIT = {
    "a generator": ("def predict(rows):\n    yield model.predict(rows)", "it is a generator"),
    "asynchronous": ("async def predict(rows):\n    return model.predict(rows)", "it is asynchronous"),
    "no rows": ("def predict():\n    return model.predict(df)", "it takes no rows"),
    "any arguments": ("def predict(*rows):\n    return model.predict(rows)", "any number of arguments"),
    "any words": ("def predict(rows, **how):\n    return model.predict(rows, **how)", "any number of arguments"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_tagged_function_that_cannot_be_served_says_why(name: str) -> None:
    text, why = UNFIT[name]
    plan = planned(LOAD, FIT, text, c3=("predict",))
    ((code, message),) = errors(plan)
    assert code == "NB802" and why in message


def test_a_function_that_takes_its_record_by_name_is_served() -> None:
    found = split(LOAD, FIT, "def predict(**row):\n    return model.predict([row])")
    assert [each.name for each in found.served] == ["predict"]


def test_artifacts_settings_and_constants() -> None:
    found = split(
        LOAD,
        "ALPHA = 1.0\nLIMIT = 3\nSEED = 7",
        "names = {'x': 1}\nmiddle = df['a'].median()\nmodel = Ridge(alpha=ALPHA, random_state=SEED).fit(df[['a']], df['b'])",
        "def predict(rows):\n    return [names.get(v, 0) + min(v, LIMIT) for v in model.predict(rows.fillna(middle))]",
        c2=("parameters",),
    )
    assert found.artifacts == ("middle", "model")
    assert found.settings == ("LIMIT",)
    assert found.frozen == ("ALPHA", "SEED")
    assert len(found.constants) == 1


def test_a_parameter_that_both_read_is_frozen() -> None:
    found = split(
        LOAD, "ALPHA = 1.0", "model = Ridge(alpha=ALPHA).fit(df[['a']], df['b'])",
        "def predict(rows):\n    return model.predict(rows) * ALPHA", c2=("parameters",),
    )  # fmt: skip
    assert (found.frozen, found.settings) == (("ALPHA",), ())


def test_a_parameter_that_training_reads_in_a_function_is_frozen() -> None:
    found = split(
        LOAD,
        "SCALE = 2.0",
        "def scaled(frame):\n    return frame * SCALE",
        "model = Ridge().fit(scaled(df[['a']]), df['b'])",
        "def predict(rows):\n    return model.predict(rows) * SCALE",
        c2=("parameters",),
    )
    assert (found.frozen, found.settings) == (("SCALE",), ())


def test_exploration_falls_away() -> None:
    plan = planned(
        LOAD,
        "df.describe()\nprint(df.corr())\nlargest = df.nlargest(3, 'a')\nprint(largest)",
        "counts = df.groupby('a').size()\ncounts.plot()",
        FIT,
        "score = model.score(df[['a']], df['b'])\nprint(score)",
        PREDICT,
        "predict(df[['a']].head())",
    )
    text = trained(plan)
    for gone in ("describe", "corr", "largest", "counts", "predict(df"):
        assert gone not in text
    assert "model = " in text and "score = " in text and "print(score)" in text
    assert plan.split is not None and plan.split.metrics == ("score",)
    explored = {e.statement for e in plan.ledger if e.fate == "dropped" and "explores" in e.why}
    texts = {s.order: s.text for s in plan.dataflow.statements}
    assert any("largest" in texts[order] for order in explored)


@pytest.mark.parametrize(
    ("told", "metrics"),
    [
        ("loss, share = model.evaluate(df[['a']], df['b'])", ("loss", "share")),
        ("p, r, _, __ = precision_recall_fscore_support(df.b, model.predict(df[['a']]))", ("p", "r")),
        ("a, b = r2_score(df.b, df.a), max_error(df.b, df.a)", ("a", "b")),
        ("fpr, tpr, cut = roc_curve(df.b, df.a)", ()),
        ("a, b = r2_score(df.b, df.a), len(df)", ()),
    ],
)
def test_several_scores_at_once_are_metrics(told: str, metrics: tuple[str, ...]) -> None:
    names = "max_error, precision_recall_fscore_support, r2_score, roc_curve"
    plan = planned(LOAD, f"from sklearn.metrics import {names}", FIT, told, PREDICT)
    assert plan.split is not None and plan.split.metrics == metrics
    assert (told in trained(plan)) is bool(metrics)


@pytest.mark.parametrize(
    "told",
    [
        "rmse = ((df['b'] - model.predict(df[['a']])) ** 2).mean() ** 0.5\nprint('RMSE', rmse)",
        "hits = model.predict(df[['a']]) == df['b']\ntestAccuracy = hits.sum() / len(df)\nprint(f'{testAccuracy:.2f}')",
        "def mape(y, p):\n    return (abs(y - p) / y).mean()\nMAPE_1 = mape(df['b'], model.predict(df[['a']]))\nprint(MAPE_1)",
        "acc = model.evaluate(df[['a']], df['b'])[1]\nprint(acc)",
    ],
)
def test_what_is_called_like_a_metric_and_printed_is_one(told: str) -> None:
    plan = planned(LOAD, FIT, told, PREDICT)
    assert plan.split is not None and len(plan.split.metrics) == 1
    assert told.splitlines()[-1] in trained(plan)


@pytest.mark.parametrize(
    "told",
    [
        "rmse = ((df['b'] - df['a']) ** 2).mean()",
        "mae = abs(df['b'] - df['a'])\nprint(mae)",
        "accuracy = []\nprint(accuracy)",
        "spread = (df['b'] - df['a']).mean()\nprint(spread)",
    ],
    ids=["not told", "one for each row", "a list", "another name"],
)
def test_other_values_are_no_metrics(told: str) -> None:
    plan = planned(LOAD, FIT, told, PREDICT)
    assert plan.split is not None and plan.split.metrics == ()
    assert told.splitlines()[0] not in trained(plan)


def test_what_a_cell_of_metrics_computes_is_kept_by_training() -> None:
    plan = planned(LOAD, FIT, "spread = (df['b'] - df['a']).max()\nkind = 'absolute'", PREDICT, c3=("metrics",))
    assert plan.split is not None and plan.split.metrics == ("spread",)


@pytest.mark.parametrize(
    "call", ["lib.utils.set_random_seed(0)", "lib.seed_everything(1)", "lib.manual_seed_all(2)"]
)
def test_whatever_is_seeded_is_seeded_in_training(call: str) -> None:
    plan = planned(LOAD, f"import lib\n{call}", "print(df)", FIT, PREDICT)
    assert call in trained(plan)


@pytest.mark.parametrize(
    ("draws", "kept"),
    [
        ("shown = df.sample(3)\nprint(shown)", ["df.sample(3)"]),
        ("noise = np.random.normal(size=5)\nprint(noise)", ["np.random.normal"]),
        ("np.random.shuffle(df.a.to_numpy().copy())", ["np.random.shuffle"]),
        (
            "from sklearn.svm import SVC\ntried = SVC(probability=True)\ntried.fit(df[['a']], df['b'])",
            ["tried = SVC", "tried.fit"],
        ),
    ],
)
def test_exploration_that_draws_keeps_the_random_stream(draws: str, kept: list[str]) -> None:
    plan = planned(
        LOAD,
        "np.random.seed(3)",
        draws,
        "order = np.random.permutation(len(df))\n"
        "model = Ridge().fit(df[['a']].iloc[order[:50]], df['b'].iloc[order[:50]])",
        PREDICT,
        "predict(df[['a']])",
    )
    text = trained(plan)
    assert "np.random.seed(3)" in text
    for each in kept:
        assert each in text


def test_a_generator_of_the_notebooks_own_is_a_stream_too() -> None:
    plan = planned(
        LOAD,
        "rng = np.random.default_rng(3)",
        "shown = rng.normal(size=5)\nprint(shown)",
        "order = rng.permutation(len(df))\nmodel = Ridge().fit(df[['a']].iloc[order], df['b'].iloc[order])",
        PREDICT,
        "predict(df[['a']])",
    )
    assert "rng.normal(size=5)" in trained(plan)


@pytest.mark.parametrize("draw", ["df.sample(3, random_state=rng)", "df.a.sample(frac=0.1, random_state=rng)"])
def test_a_generator_that_is_handed_over_is_drawn_from(draw: str) -> None:
    plan = planned(
        LOAD,
        "rng = np.random.RandomState(3)",
        f"shown = {draw}\nprint(shown)",
        "order = rng.permutation(len(df))\nmodel = Ridge().fit(df[['a']].iloc[order], df['b'].iloc[order])",
        PREDICT,
        "predict(df[['a']])",
    )
    assert draw in trained(plan)


def test_a_seed_that_is_a_number_is_no_stream() -> None:
    plan = planned(
        LOAD,
        "SEED = 3",
        "shown = df.sample(3, random_state=SEED)\nprint(shown)",
        "model = Ridge(random_state=SEED).fit(df[['a']], df['b'])",
        PREDICT,
        "predict(df[['a']])",
    )
    assert "shown" not in trained(plan)


def test_draws_after_the_artifacts_fall_away() -> None:
    plan = planned(
        LOAD,
        "np.random.seed(3)",
        "order = np.random.permutation(len(df))\nmodel = Ridge().fit(df[['a']].iloc[order], df['b'].iloc[order])",
        "late = df.sample(3)\nprint(late)",
        PREDICT,
        "predict(df[['a']])",
    )
    assert "late" not in trained(plan)


ALONE = {
    "the batch's mean": ("    rows = rows - rows.mean()\n", "it calls mean()"),
    "a rank": ("    rows = rows.rank()\n", "it calls rank()"),
    "fitted anew": ("    rows = df_scaler.fit_transform(rows)\n", "it calls fit_transform()"),
    "the row before": ("    rows = rows.shift(1)\n", "it calls shift()"),
    "each row by itself": ("    rows = rows.fillna(0).clip(0, 9)\n", ""),
    "along the columns": ("    rows['all'] = rows[['a', 'b']].mean(axis=1)\n", ""),
    "along the columns of what is turned": ("    rows = rows.T.mean(axis=1)\n", "it calls mean()"),
    "what is added since the row before": ("    rows = rows.diff(1)\n", "it calls diff()"),
}


@pytest.mark.parametrize("name", ALONE)
def test_what_may_make_rows_depend_on_each_other_is_seen(name: str) -> None:
    line, why = ALONE[name]
    found = split(LOAD, FIT, f"df_scaler = Ridge()\ndef predict(rows):\n{line}    return model.predict(rows)", c3=("predict",))
    assert dict(found.alone) == {"predict": why}


def test_what_a_callee_does_counts() -> None:
    found = split(
        LOAD, FIT, "def centred(rows):\n    return rows - rows.mean()",
        "def predict(rows):\n    return model.predict(centred(rows))",
    )  # fmt: skip
    assert dict(found.alone) == {"predict": "it calls mean()"}
    assert found.code == ("centred", "predict")


def test_what_is_bound_after_the_last_call_is_not_there() -> None:
    plan = planned(LOAD, FIT, "if len(df) > 3:\n    scale = 2", "def predict(r):\n    return model.predict(r) * scale")
    ((code, message),) = errors(plan)
    assert code == "NB804" and "'scale'" in message


def test_what_every_round_of_a_loop_binds_is_there_after_it() -> None:
    rounds = "for part in parts(df):\n    best = Ridge().fit(part[['a']], part['y'])"
    found = split(LOAD, FIT, rounds, "def predict(r):\n    return best.predict(r)")
    assert "best" in found.artifacts
    plan = planned(LOAD, FIT, rounds.replace("best =", "if len(part):\n        best ="), "def predict(r):\n    return best.predict(r)")
    assert errors(plan)[0][0] == "NB804"


def test_an_estimator_that_is_asked_in_an_expression_is_named() -> None:
    plan = planned(LOAD, FIT, "print({k: m.predict(df[['a']]) for k, m in {1: model}.items()})")
    ((code, message),) = errors(plan)
    assert code == "NB803" and "'m.predict()' asks no estimator" in message


def test_models_that_are_only_scored_in_a_loop_are_refused_with_what_to_do() -> None:
    loop = "scores = []\nfor k in [1, 2]:\n    knn = Ridge(k)\n    knn.fit(df, df['y'])\n    scores.append(knn.score(df, df['y']))"
    plan = planned(LOAD, loop)
    ((code, message),) = errors(plan)
    assert code == "NB803" and "'knn' is only scored, in a loop" in message
    assert "`knn.predict(...)`" in plan.diagnostics[-1].hint
