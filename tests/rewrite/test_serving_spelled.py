"""Loops over texts spelled out, and assignments to several frames on lines of their own."""

from __future__ import annotations

import pytest
from notebooks import flow_of, plan_for

from converter.model.settings import Settings
from converter.rewrite.serving.separated import separated
from converter.rewrite.serving.spelled import spelled

BOTH = "one, two = {'a': 1, 'b': 2}, {'a': 5, 'b': 7}\n"
SPELLED = {
    "columns of two frames": BOTH
    + "for c in ['a', 'b']:\n    # twice\n    one[c + '_2'], two[f'{c}_2'] = one[c] * 2, two[c] * 2\n    one = dict(one)",
    "a name for the texts": BOTH + "names = ('a', 'b')\nfor c in names:\n    one['x_' + c + '_2'] = two[c]",
    "the variable afterwards": BOTH + "for c in ['a', 'b']:\n    one[c] += len(c)\nlast = c",
    "a text with more in it": BOTH + "for c in ['a', 'b']:\n    one[f'{c}_{c!r}'] = f'{c:>4}{len(c)}'",
    "quotes": BOTH + "for c in [\"it's\", 'b']:\n    one[c] = c",
}


@pytest.mark.fast
@pytest.mark.parametrize("name", SPELLED)
def test_loops_over_texts_are_spelled_out(name: str) -> None:
    written = spelled(flow_of(SPELLED[name]))
    assert written is not None and "for c in" not in written.cells[0].code
    done: list[dict[str, object]] = [{}, {}]
    for names, text in zip(done, (SPELLED[name], written.cells[0].code), strict=True):
        exec(text, names)
        del names["__builtins__"]
    assert done[0] == done[1]


LEFT_ALONE = {
    "a list that grows": BOTH + "names = ['a']\nnames.append('b')\nfor c in names:\n    one[c] = 1",
    "numbers": BOTH + "for c in [1, 2]:\n    one[c] = 1",
    "a way out": BOTH + "for c in ['a', 'b']:\n    if c in one:\n        break\n    one[c] = 1",
    "the variable bound anew": BOTH + "for c in ['a', 'b']:\n    c = c + '_2'\n    one[c] = 1",
    "its own names": BOTH + "for c in ['a', 'b']:\n    one[c] = [c for c in 'xy']",
}


@pytest.mark.fast
@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_loops_are_left_alone(name: str) -> None:
    assert spelled(flow_of(LEFT_ALONE[name])) is None


@pytest.mark.fast
def test_parts_of_several_frames_are_set_one_after_the_other() -> None:
    written = separated(flow_of(BOTH + "one['c'], two['c'] = one['a'] + 1, (\n    two['b'])"))
    assert written is not None
    assert written.cells[0].code.endswith("one['c'] = one['a'] + 1\ntwo['c'] = two['b']")


@pytest.mark.fast
def test_numbers_of_values_come_after_the_values() -> None:
    written = separated(flow_of("import pandas as pd\ndf = {}\ndf['a'], kinds = pd.factorize(df['a'])"))
    text = "kinds = pd.factorize(df['a'])[1]\ndf['a'] = pd.factorize(df['a'])[0]"
    assert written is not None and written.cells[0].code.endswith(text)


@pytest.mark.fast
def test_columns_are_taken_out_of_several_frames_one_after_the_other() -> None:
    written = separated(flow_of(BOTH + "y, z = one.pop('a'), two.pop('a')"))
    assert written is not None and written.cells[0].code.endswith("y = one.pop('a')\nz = two.pop('a')")


@pytest.mark.fast
@pytest.mark.parametrize(
    "code",
    [
        "one['a'], two['a'] = two['a'], one['a']",
        "one['a'], one['b'] = one['b'], one['a']",
        "one['a'], x = 1, 2",
        "one['a'], two['a'] = pair",
        "x, y = 1, 2",
        "one, y = two.pop('a'), one.pop('a')",
    ],
)
def test_what_depends_on_the_order_stays_together(code: str) -> None:
    assert separated(flow_of("pair = 1, 2\n" + BOTH + code)) is None


MERGED = (
    "import pandas as pd\nfrom sklearn.cluster import KMeans\nfrom sklearn.linear_model import Ridge\n"
    "df = pd.read_csv('flats.csv')\nareas = KMeans(3).fit(df[['size', 'rooms']])\n"
    "df['area'] = areas.predict(df[['size', 'rooms']])\n"
    "for by in ['area', 'town']:\n    mean = df.groupby(by)['price'].mean()\n    mean.name = f'mean_{by}'\n"
    "    df = df.merge(mean, how='left', left_on=by, right_index=True)\n"
    "X = df[['size', 'mean_area', 'mean_town']]\nmodel = Ridge().fit(X, df['price'])\nprint(model.predict(X))"
)


@pytest.mark.fast
def test_loops_are_spelled_out_where_they_hold_but_some_estimators() -> None:
    service = Settings(target="service", offer=False)
    plan = plan_for(MERGED, settings=service)
    assert [each.estimator for each in plan.made] == ["model"]  # `areas` is a step on its way
    assert not [each for each in plan.diagnostics if each.code.startswith("NB8")]
    # What cannot be served for another reason leaves the loop as it is.
    across = MERGED.replace("X = df[", "df['before'] = df['size'].shift()\nX = df[['before']] + df[")
    plan = plan_for(across, settings=service)
    assert [each.estimator for each in plan.made] == ["areas"]
    assert any("for by in" in cell.code for cell in plan.dataflow.program.cells)
