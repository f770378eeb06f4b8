"""What a notebook makes of several estimators' answers is served, and not each of them by itself."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

from converter.rewrite.serving.chain import Chain, Refused
from converter.rewrite.serving.traced import agrees
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.text import Edit

pytest.importorskip("sklearn")

MODELS = """
from sklearn.tree import DecisionTreeRegressor
from sklearn.tree import DecisionTreeClassifier
train, test, y_train, y_test = train_test_split(X, y, random_state=0)
a = Ridge().fit(train, y_train)
b = DecisionTreeRegressor(max_depth=3, random_state=0).fit(train, y_train)
c = DecisionTreeRegressor(max_depth=2, random_state=0).fit(train, y_train)
"""
SHARES = """
dear = df['size'] + df['rooms'] * 20 > 150
from sklearn.tree import DecisionTreeClassifier
train, test, y_train, y_test = train_test_split(X, dear, random_state=0)
a = LogisticRegression().fit(train, y_train)
b = DecisionTreeClassifier(max_depth=3, random_state=0).fit(train, y_train)
"""
NAMED = "p, q = a.predict(test), b.predict(test)\n"
EACH = "p = a.predict(test)\nq = b.predict(test)\n"

BLENDED = {
    "in one expression": "kept = 0.6 * a.predict(test) + 0.4 * b.predict(test)",
    "by names": EACH + "kept = (p + q) / 2",
    "of names bound together": NAMED + "kept = (p + q) / 2",
    "with weights that are another later": EACH + "w = 0.3\nkept = w * p + (1 - w) * q\nw = 0.9",
    "a mean of a list": "kept = np.mean([a.predict(test), b.predict(test)], axis=0)",
    "a mean of a list by name": EACH + "preds = [p, q]\nkept = np.mean(preds, axis=0)",
    "a weighted mean": EACH + "kept = np.average([p, q], axis=0, weights=[0.7, 0.3])",
    "of columns": EACH + "kept = np.column_stack([p, q]).mean(axis=1)",
    "of columns by name": EACH + "both = np.column_stack([p, q])\nkept = both.mean(axis=1)",
    "columns by weights": EACH + "kept = np.column_stack([p, q]) @ np.array([0.7, 0.3])",
    "rows upon each other": EACH + "both = np.vstack([p, q])\nkept = both.mean(axis=0)",
    "a frame of columns": EACH + "both = pd.DataFrame({'a': p, 'b': q})\nkept = both.mean(axis=1).values",
    "the built-in sum": EACH + "kept = sum([p, q]) / 2",
    "in another scale": EACH + "kept = np.expm1((np.log1p(p) + np.log1p(q)) / 2)",
    "in another scale later": EACH + "mixed = (np.log1p(p) + np.log1p(q)) / 2\nkept = np.expm1(mixed)",
    "a geometric mean": EACH + "kept = np.sqrt(p * q)",
    "step by step": EACH + "kept = 0.5 * p\nkept += 0.5 * q\nshown = kept[:3]",
    "clipped in place": EACH + "kept = (p + q) / 2\nkept[kept < 400] = 400\nshown = kept[:3]",
    "of three, two by two": EACH + "first = (p + q) / 2\nkept = 0.5 * first + 0.5 * c.predict(test)",
    "of a table of answers": "preds = {'a': a.predict(test), 'b': b.predict(test)}\nw = (0.3, 0.7)\nkept = w[0] * preds['a'] + w[1] * preds['b']",
    "with weights that a search chose": (
        EACH + "best = (1e9, None)\nfor w in [0.2, 0.5, 0.8]:\n    now = abs(w * p + (1 - w) * q - y_test).mean()\n"
        "    if now < best[0]:\n        best = (now, w)\nweight = best[1]\nkept = weight * p + (1 - weight) * q"
    ),
    "as a column": EACH + "out = pd.DataFrame({'n': range(len(test)), 'mixed': (p + q) / 2})\nkept = out['mixed'].values",
    "what a treatment does": EACH + "uplift = p - q\nkept = uplift",
    "what a treatment does, a column": EACH + "out = test.copy()\nout['effect'] = p - q\nkept = out['effect'].values",
    "as a new column": EACH + "out = test.copy()\nout['mixed'] = (p + q) / 2\nkept = out['mixed'].values",
}  # fmt: skip


def answered_as_kept(found):
    """The names of the watched run, in which the only served function answers as the notebook's `kept`."""
    (made,) = found.made
    names = watched(found)
    answers = names["predict"](names[made.rows].loc[names["test"].index])
    assert list(answers) == list(names["kept"])
    return names


@pytest.mark.parametrize("name", BLENDED)
def test_a_blend_is_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, MODELS, BLENDED[name], "print(kept[:3])")
    checked(found)
    assert not found.refused
    answered_as_kept(found)


def test_what_is_decided_by_a_blend_is_answered_beside_it(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    blend = (
        "p = a.predict_proba(test)[:, 1]\nq = b.predict_proba(test)[:, 1]\nmixed = 0.5 * p + 0.5 * q\n"
        "kept = (mixed >= 0.35).astype(int)"
    )
    found = synthesis(IMPORTS, read, NUMBERS, SHARES, blend)
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows].loc[names["test"].index])
    assert list(answers["kept"]) == list(names["kept"])
    assert list(answers["probabilities"]) == list(names["mixed"])


SORTED = {
    "a blend without a name": "kept = ((a.predict_proba(test)[:, 1] + b.predict_proba(test)[:, 1]) / 2 > 0.4).astype(int)",
    "the likeliest of both": "kept = a.classes_[(a.predict_proba(test) + b.predict_proba(test)).argmax(axis=1)]",
    "votes": (
        "votes = []\nfor each in [LogisticRegression(), DecisionTreeClassifier(max_depth=2, random_state=0)]:\n"
        "    each.fit(train, y_train)\n    votes.append(each.predict(test))\nvotes = np.array(votes)\n"
        "kept = (votes.mean(axis=0) >= 0.5).astype(int)"
    ),
    "votes by place": (
        "votes = [a.predict(test), b.predict(test)]\nkept = np.where(np.mean(votes, 0) > 0.4, 'yes', 'no')"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SORTED)
def test_a_blend_that_only_decides_is_served_with_the_decision(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, SHARES, SORTED[name], "print(kept[:3])")
    checked(found)
    (made,) = [each for each in found.made if each.estimator == "kept"]
    names = watched(found)
    answers = names[made.name](names[made.rows].loc[names["test"].index])
    assert list(answers["kept"]) == list(names["kept"])
    assert len(answers) == 2


OTHERS = {
    "two that are compared": EACH + "gap = p - q\nprint(abs(gap).mean())",
    "a table of both": EACH + "both = pd.DataFrame({'a': p, 'b': q, 'true': y_test})\nboth.head()",
    "a mean over the rows": EACH + "print(np.mean([p.mean(), q.mean()]))",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_blend_leaves_each_estimator_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, MODELS, OTHERS[name])
    checked(found)
    assert {"a", "b"} <= {each.estimator for each in found.made}


def test_what_a_third_learns_from_are_steps_to_its_answers(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    third = "Z = np.column_stack([p, q])\nmeta = Ridge().fit(Z, y_test)\nkept = meta.predict(Z)"
    found = synthesis(IMPORTS, read, NUMBERS, MODELS, EACH + third)
    checked(found)
    assert [each.estimator for each in found.made] == ["meta"]


def test_one_that_is_asked_for_is_served_by_itself(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    blend = EACH + "kept = (p + q) / 2"
    found = synthesis(IMPORTS, read, NUMBERS, MODELS, blend, wanted=("b",))
    assert [each.estimator for each in found.made] == ["b"]
    found = synthesis(IMPORTS, read, NUMBERS, MODELS, blend, wanted=("kept",))
    assert [each.estimator for each in found.made] == ["kept"]


def test_where_a_blend_cannot_be_served_its_estimators_are(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    blend = EACH + "kept = (p + q) / 2 * pd.Series(p).rank().values"
    found = synthesis(IMPORTS, read, NUMBERS, MODELS, blend)
    assert {each.estimator for each in found.made} == {"a", "b"}
    assert [name for name, _, _ in found.refused] == ["kept"]


FOLDS = """
from sklearn.model_selection import KFold
test = X.sample(30, random_state=1)
folds = KFold(5, shuffle=True, random_state=0)
oof = np.zeros(len(X))
"""
FIT = """    model = Ridge(alpha=1 + fold)
    model.fit(X.iloc[tr], y.iloc[tr])
    oof[va] = model.predict(X.iloc[va])
"""
LOOP = "for fold, (tr, va) in enumerate(folds.split(X, y)):\n"

COLLECTED = {
    "added up": ("kept = np.zeros(len(test))", FIT + "    kept += model.predict(test) / folds.n_splits", ""),
    "added up, and divided later": ("kept = np.zeros(test.shape[0])", FIT + "    kept = kept + model.predict(test)", "kept /= 5"),
    "a length by name": ("n = len(test)\nkept = np.zeros(n)", FIT + "    kept += model.predict(test) / 5", ""),
    "from nothing": ("kept = 0", FIT + "    kept += model.predict(test) / 5", ""),
    "like another": ("first = test['size'].values\nkept = np.zeros_like(first)", FIT + "    kept += model.predict(test) / 5", ""),
    "in a list": ("preds = []", FIT + "    preds.append(model.predict(test))", "kept = np.mean(preds, axis=0)"),
    "in a list that is stacked": ("preds = []", FIT + "    preds.append(model.predict(test))", "kept = np.vstack(preds).mean(axis=0)"),
    "in a list that is summed": ("preds = []", FIT + "    preds.append(model.predict(test))", "kept = sum(preds) / len(preds)"),
    "in columns": ("preds = np.zeros((len(test), 5))", FIT + "    preds[:, fold] = model.predict(test)", "kept = preds.mean(axis=1)"),
    "in lines": ("preds = np.zeros((5, len(test)))", FIT + "    preds[fold] = model.predict(test)", "kept = preds.mean(axis=0)"),
    "by a name of the round": ("kept = np.zeros(len(test))", FIT + "    p = np.expm1(np.log1p(model.predict(test)))\n    kept += p / 5", ""),
    "with a scaler of each round": (
        "kept = np.zeros(len(test))",
        "    scaler = StandardScaler().fit(X.iloc[tr])\n    model = Ridge()\n"
        "    model.fit(scaler.transform(X.iloc[tr]), y.iloc[tr])\n"
        "    scaled = scaler.transform(test)\n    kept += model.predict(scaled) / 5",
        "",
    ),
    "one object for all rounds": (
        "shared = Ridge()\nkept = np.zeros(len(test))",
        "    shared.fit(X.iloc[tr], y.iloc[tr])\n    kept += shared.predict(test) / 5",
        "",
    ),
    "what fit returns": (
        "shared = Ridge()\nkept = np.zeros(len(test))",
        "    model = shared.fit(X.iloc[tr], y.iloc[tr])\n    kept += model.predict(test) / 5",
        "",
    ),
    "in another scale": ("kept = np.zeros(len(test))", FIT + "    kept += model.predict(test) / 5", "kept = np.exp(kept / 1000)"),
    "read twice": ("kept = np.zeros(len(test))", FIT + "    kept += model.predict(test) / 5000", "kept = np.exp(kept) / (1 + np.exp(kept))"),
    "in columns of a frame": ("preds = pd.DataFrame(index=test.index)", FIT + "    preds[f'fold_{fold}'] = model.predict(test)", "kept = preds.mean(axis=1).values"),
    "in columns of a new frame": ("preds = pd.DataFrame()", FIT + "    preds['m' + str(fold)] = model.predict(test)", "preds['all'] = preds.mean(axis=1)\nkept = preds['all'].values"),
    "in columns of a frame, by numbers": ("preds = pd.DataFrame(index=test.index)", FIT + "    preds[fold] = model.predict(test)", "kept = preds.sum(axis=1).to_numpy() / 5"),
    "in a table": ("preds = {}", FIT + "    preds[f'm{fold}'] = model.predict(test)", "kept = np.mean(list(preds.values()), axis=0)"),
    "in a table that becomes a frame": ("preds = dict()", FIT + "    preds[f'm{fold}'] = model.predict(test)", "kept = pd.DataFrame(preds).mean(axis=1).values"),
    "two columns of a frame": ("preds = pd.DataFrame()", FIT + "    preds[f'm{fold}'] = model.predict(test)", "kept = 0.3 * preds['m0'].values + 0.7 * preds['m1'].values"),
    "in a list of columns": ("preds = []", FIT + "    preds.append(pd.Series(model.predict(test), name=f'm{fold}'))", "kept = pd.concat(preds, axis=1).mean(axis=1).values"),
    "weighted by the round": ("kept = np.zeros(len(test))", FIT + "    weight = 1 / (1 + fold)\n    kept += weight * model.predict(test)", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", COLLECTED)
def test_what_the_models_of_all_folds_say_is_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    begun, rounds, after = COLLECTED[name]
    loop = f"{begun}\n{LOOP}{rounds}\n{after}"
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, loop, "print(kept[:3])\nprint(oof[:3])")
    checked(found)
    assert not found.refused
    answered_as_kept(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert ".fit(" not in text.split("def predict")[1]


NAMED_MODELS = {
    "a table's": ("models = {'a': Ridge(), 'b': Ridge(alpha=9)}", "name, model in models.items()", "name"),
    "a list's": ("models = [('a', Ridge()), ('b', Ridge(alpha=9))]", "name, model in models", "name"),
    "by texts made of names": ("models = [('a', Ridge()), ('b', Ridge(alpha=9))]", "name, model in models", "name + '_says'"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED_MODELS)
def test_what_models_that_are_gone_through_say_in_columns_is_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    begun, goes, key = NAMED_MODELS[name]
    loop = (
        f"{begun}\npreds = pd.DataFrame(index=test.index)\nfor {goes}:\n    model.fit(X, y)\n"
        f"    preds[{key}] = model.predict(test)\npreds['mean'] = preds.mean(axis=1)\nkept = preds['mean'].values"
    )
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, loop, "print(kept[:3])")
    checked(found)
    assert not found.refused
    answered_as_kept(found)


def test_two_that_one_loop_collects_are_two_endpoints(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    loop = (
        "low, high = 0, 0\nfirst = np.zeros(len(test))\nsecond = np.zeros(len(test))\n"
        f"{LOOP}    model = Ridge().fit(X.iloc[tr], y.iloc[tr])\n    other = Ridge(alpha=90).fit(X.iloc[tr], y.iloc[tr])\n"
        "    first += model.predict(test) / 5\n    second += other.predict(test) / 5"
    )
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, loop, "print(first[:3], second[:3])")
    checked(found)
    names = watched(found)
    for made, kept in zip(found.made, ("first", "second"), strict=True):
        answers = names[made.name](names[made.rows].loc[names["test"].index])
        assert list(answers) == list(names[kept])


def test_an_estimator_that_needs_a_statement_otherwise_than_another_is_refused():
    def tracer(*earlier: Chain, edit: Edit) -> Tracer:
        found = Tracer((), frozenset(), frozenset(), earlier)
        found.chain.edits[3] = [edit]
        return found

    first = tracer(edit=Edit(4, 20, "middle")).chain
    agrees(tracer(first, edit=Edit(4, 20, "middle")))
    agrees(tracer(first, edit=Edit(20, 20, "more")))
    with pytest.raises(Refused, match="otherwise"):
        agrees(tracer(first, edit=Edit(8, 12, "other")))


def test_rounds_in_rounds_are_collected_in_one_list(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    loop = (
        "kept = np.zeros(len(test))\nfor seed in [1, 2]:\n"
        "    folds = KFold(3, shuffle=True, random_state=seed)\n    for tr, va in folds.split(X):\n"
        "        model = Ridge(alpha=seed).fit(X.iloc[tr], y.iloc[tr])\n"
        "        kept += model.predict(test) / 6"
    )
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, loop, "print(kept[:3])")
    checked(found)
    names = answered_as_kept(found)
    assert len(names["models"]) == 6


NESTED = """
preds = []
for seed in [1, 2]:
    folds = KFold(3, shuffle=True, random_state=seed)
    of_seed = np.zeros(len(test))
    for i, (tr, va) in enumerate(folds.split(X)):
        scaler = StandardScaler()
        model = Ridge(alpha=seed).fit(scaler.fit_transform(X.iloc[tr]), y.iloc[tr])
        of_seed += model.predict(scaler.transform(test)) / 2
    of_seed /= 1.5
    of_seed[of_seed < 0] = 0
    preds.append(of_seed)
kept = np.mean(preds, axis=0)
"""


def test_rounds_that_begin_anew_in_rounds_are_collected_apart(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, NESTED, "print(kept[:3])")
    checked(found)
    answered_as_kept(found)


STACKED = """
from sklearn.model_selection import KFold
test = X.sample(30, random_state=1)
models = [Ridge(), Ridge(alpha=50)]
folds = KFold(4)
Z = np.zeros((len(X), 2))
Z_test = np.zeros((len(test), 2))
for j, model in enumerate(models):
    of_folds = np.zeros((len(test), folds.get_n_splits()))
    for i, (tr, va) in enumerate(folds.split(X)):
        model.fit(X.iloc[tr], y.iloc[tr])
        Z[va, j] = model.predict(X.iloc[va])
        of_folds[:, i] = model.predict(test)
    Z_test[:, j] = of_folds.mean(1)
meta = LinearRegression().fit(Z, y)
kept = meta.predict(Z_test)
"""


def test_a_model_of_models_of_folds_is_served(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\nfrom sklearn.linear_model import LinearRegression"
    found = synthesis(IMPORTS, read, NUMBERS, STACKED, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    answers = names["predict"](names[made.rows].loc[names["test"].index])
    assert made.estimator == "meta"
    assert list(answers) == list(names["kept"])


def test_models_that_a_function_fits_and_returns_are_asked(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = (
        "def fitted(tr):\n    model = Ridge()\n    model.fit(X.iloc[tr], y.iloc[tr])\n    return model\n"
        "models = []\nfor tr, va in folds.split(X):\n    model = fitted(tr)\n    models.append(model)\n"
        "kept = np.mean([m.predict(test) for m in models], axis=0)"
    )
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, fit, "print(kept[:3])")
    checked(found)
    answered_as_kept(found)


def test_rounds_that_collect_several_things_for_the_rounds_around_are_refused(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    both = NESTED.replace("    of_seed = np", "    other = np.zeros(len(test))\n    of_seed = np")
    both = both.replace("    of_seed /= 1.5", "    of_seed += other\n    of_seed /= 1.5").replace(
        "        of_seed += model", "        other += model.predict(test) / 9\n        of_seed += model"
    )
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, both, "print(kept[:3])")
    assert not found.made
    assert "several things" in found.refused[0][1]


REFUSED = {
    "of rows of the round": (
        FIT + "    kept += model.predict(X.iloc[va]).mean()", "round's own rows"
    ),
    "with a statistic of the round": (
        FIT + "    kept += model.predict(test - test.mean()) / 5", "over all its rows"
    ),
    "twice bound": (
        FIT + "    t = test * 1\n    p = model.predict(t)\n    t = test * 2\n    kept += p / 5", "cannot be followed"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_loops_that_cannot_be_repeated_are_refused(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    rounds, why = REFUSED[name]
    loop = f"kept = np.zeros(len(test))\n{LOOP}{rounds}"
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, loop, "print(kept[:3])")
    assert not found.made
    if found.refused:
        assert why in found.refused[0][1]


def test_a_count_that_cannot_be_told_is_refused(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    loop = f"kept = np.zeros(30)\n{LOOP}{FIT}    kept += model.predict(test) / 5"
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, loop, "print(kept[:3])")
    assert not found.made
    assert "how many values" in found.refused[0][1]


def test_what_is_kept_beside_answers_is_none_of_them(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    loop = (
        f"preds = pd.DataFrame(index=test.index)\n{LOOP}{FIT}    preds[f'm{{fold}}'] = model.predict(test)\n"
        "kept = preds.mean(axis=1)\npreds['true'] = y\nwrong = preds['true'] - preds['m0']"
    )
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, loop, "print(wrong[:3])")
    assert [each.estimator for each in found.made] == ["kept"]


def test_answers_to_rows_held_back_are_no_blend(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, f"{LOOP}{FIT}", "print(np.mean(oof))")
    assert not found.made


TABLES = {
    "by numbers": (
        "models = {}\nfor each in [0.1, 2.0]:\n    models[each] = Ridge(alpha=each).fit(train, y_train)\n"
        "low = models[0.1].predict(test)\nhigh = models[2.0].predict(test)\nprint(low[:3], high[:3])",
        ("low", "high"),
    ),
    "by texts, as columns": (
        "models = {'a': Ridge().fit(train, y_train), 'b': Ridge(alpha=9).fit(train, y_train)}\n"
        "out = test.copy()\nout['low'] = models['a'].predict(test)\nout['high'] = models['b'].predict(test)\n"
        "low, high = out['low'], out['high']",
        ("low", "high"),
    ),
    "without a name": (
        "models = [Ridge().fit(train, y_train), Ridge(alpha=9).fit(train, y_train)]\n"
        "print(models[0].predict(test), models[1].predict(test))\nlow, high = models[0].predict(test), models[1].predict(test)",
        ("0", "1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_models_of_a_table_that_are_asked_by_key_answer_together(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask, keys = TABLES[name]
    found = synthesis(IMPORTS, read, NUMBERS, MODELS.split("a = ")[0], ask)
    checked(found)
    (made,) = found.made
    names = watched(found)
    answers = names["predict"](names[made.rows].loc[names["test"].index])
    assert set(answers) == set(keys)
    for key, kept in zip(keys, ("low", "high"), strict=True):
        assert list(answers[key]) == list(names[kept])


MAKERS = {
    "alone": "def fitted(tr):\n    model = Ridge()\n    model.fit(X.iloc[tr], y.iloc[tr])\n    return model\n",
    "at once": "def fitted(tr):\n    return Ridge().fit(X.iloc[tr], y.iloc[tr])\n",
    "through another": (
        "def taught(model, rows):\n    return model.fit(X.iloc[rows], y.iloc[rows])\n"
        "def fitted(tr):\n    return taught(Ridge(), tr)\n"
    ),
    "the best of a search": (
        "from sklearn.model_selection import GridSearchCV\ndef fitted(tr):\n"
        "    search = GridSearchCV(Ridge(), {'alpha': [0.1, 10]}, cv=2)\n"
        "    search.fit(X.iloc[tr], y.iloc[tr])\n    return search.best_estimator_\n"
    ),
    "one for all rounds": (
        "shared = Ridge()\ndef fitted(tr):\n    shared.fit(X.iloc[tr], y.iloc[tr])\n    return shared\n"
    ),
}


@pytest.mark.parametrize("case", MAKERS)
def test_rounds_whose_model_a_function_fits_are_collected(case, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    loop = (
        "kept = np.zeros(len(test))\nfor tr, va in folds.split(X):\n"
        "    model = fitted(tr)\n    kept += model.predict(test) / 5"
    )
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, MAKERS[case], loop, "print(kept[:3])")
    checked(found)
    names = answered_as_kept(found)
    assert len({id(each) for each in names["models"]}) == 5


def test_rounds_whose_model_comes_in_a_tuple_are_collected(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = (
        "def fitted(tr, va):\n    scaler = StandardScaler()\n"
        "    model = Ridge().fit(scaler.fit_transform(X.iloc[tr]), y.iloc[tr])\n"
        "    return scaler, model, model.score(scaler.transform(X.iloc[va]), y.iloc[va])\n"
        "kept, scores = np.zeros(len(test)), []\nfor tr, va in folds.split(X):\n"
        "    scaler, model, score = fitted(tr, va)\n    scores.append(score)\n"
        "    kept += model.predict(scaler.transform(test)) / 5"
    )
    found = synthesis(IMPORTS, read, NUMBERS, FOLDS, fit, "print(kept[:3], scores)")
    checked(found)
    answered_as_kept(found)


def test_a_model_that_a_function_returns_among_others_is_asked(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = (
        "def trained(part):\n    scaler = StandardScaler()\n    model = Ridge()\n"
        "    model.fit(scaler.fit_transform(part), y.loc[part.index])\n    return model, scaler\n"
        "test = X.sample(30, random_state=1)\nmodel, scaler = trained(X.drop(test.index))\n"
        "kept = model.predict(scaler.transform(test))"
    )
    found = synthesis(IMPORTS, read, NUMBERS, fit, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    answers = names[made.name](names[made.rows].loc[names["test"].index])
    assert made.estimator == "model"
    assert list(answers) == list(names["kept"])


def test_what_models_in_a_list_say_of_prepared_rows_is_put_side_by_side(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ndf.columns = [c.upper() for c in df.columns]"
    ask = (
        "X, y = df[['SIZE', 'ROOMS']], df['PRICE']\nX = (X - X.mean()) / X.std()\n"
        "bases = [Ridge().fit(X, y), Ridge(99).fit(X, y)]\n"
        "meta = Ridge().fit(np.column_stack([b.predict(X) for b in bases]), y)\n"
        "sides = np.column_stack([b.predict(X) for b in bases])\nkept = meta.predict(sides)"
    )
    names = watched(found := synthesis(IMPORTS, read, ask))
    made = next(each for each in found.made if each.name in ("predict", "predict_meta"))
    served = names[made.name](names[made.rows])
    assert list(served) == pytest.approx(list(names["kept"]))
