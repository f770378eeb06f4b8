"""Loops over the numbers of rows, as loops over what is read by these numbers."""

from __future__ import annotations

import pytest
from notebooks import flow_of
from served_rows import ASK, IMPORTS, SPLIT, checked, synthesis

from converter.analyse.dataflow import dataflow_of
from converter.rewrite.serving.by_number import by_number
from converter.rewrite.serving.listed import listed

BEGUN = (
    "import pandas as pd\ndf = pd.DataFrame({'a b': ['x', 'y z'], 'n': [3, 4]})\n"
    "hours = list(df['a b'])\nfound = []\n"
)
WRITTEN = {
    "a column": ("found.append(df['a b'][i].upper())", "for a_b in df['a b']:\n    found.append(a_b.upper())"),
    "a column by place": ("found.append(df['n'].iloc[i] + 1)", "for n in df['n']:"),
    "a row's value": ("found.append(df.loc[i, 'n'] + 1)", "for n in df['n']:"),
    "a value of a row": ("found.append(df.iloc[i]['n'] + 1)", "for n in df['n']:"),
    "an attribute": ("found.append(df.n[i])", "for n in df.n:\n    found.append(n)"),
    "an array": ("found.append(df['n'].values[i])", "for n in df['n']:\n    found.append(n)"),
    "several": (
        "word = df['a b'][i]\n    found.append(word * df['n'][i])",
        "for a_b, n in zip(df['a b'], df['n']):\n    word = a_b\n    found.append(word * n)",
    ),
    "a list in place": (
        "if ' ' in hours[i]:\n        hours[i] = hours[i][0]  # the first",
        "def hours_each(each_hours):\n    if ' ' in each_hours:\n        each_hours = each_hours[0]\n"
        "    return each_hours\n\nhours = [hours_each(each_hours) for each_hours in hours]",
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_read_by_number_is_gone_through(name):
    body, expected = WRITTEN[name]
    loop = f"for i in range(len(df)):\n    {body}"
    written = by_number(flow_of(BEGUN.replace("found = []\n", "") if "hours[i]" in body else BEGUN, loop))
    assert written is not None
    text = "\n".join(cell.code for cell in written.cells)
    assert expected in text
    then, now = {}, {}
    exec(f"{BEGUN}\n{loop}", then)
    exec(f"found = []\n{text}", now)
    assert (now["found"], now["hours"]) == (then["found"], then["hours"])


SAME_LABELS = ["df = df.fillna(0)", "df = df[['n']].copy()", "df.drop('a b', axis=1, inplace=True)", "df = df[df['n'] > 3].reset_index()"]
OTHER_LABELS = [
    "df = df[df['n'] > 2]", "df = df.sample(frac=1)", "df.dropna(inplace=True)", "df = df.drop([0])",
    "df = df.set_index('n')", "df = pd.DataFrame({'n': [3, 4]}, index=[1, 0])",
]  # fmt: skip


@pytest.mark.fast
def test_labels_are_read_by_number_where_they_are_places():
    loop = "for i in range(len(df)):\n    found.append(df['n'][i])"
    for line in SAME_LABELS:
        assert by_number(flow_of(BEGUN, line, loop)) is not None, line
    for line in OTHER_LABELS:
        assert by_number(flow_of(BEGUN, line, loop)) is None, line
        assert by_number(flow_of(BEGUN, line, loop.replace("[i]", ".iloc[i]"))) is not None, line


LEFT_ALONE = {
    "a number that is used": "found.append((i, df['n'][i]))",
    "rows that are left out": "if df['n'][i] > 3:\n        continue\n    found.append(1)",
    "the row before": "found.append(df['n'][i - 1])",
    "a whole row": "found.append(df.iloc[i])",
    "what rounds change": "df = df[df['n'] > df['n'][i]]",
    "a column in place": "df['n'][i] = 4",
    "a list in place, and what is left of it": "last = hours[i]\n    hours[i] = last.upper()",
}


@pytest.mark.fast
@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_loops_stay(name):
    loop = f"for i in range(0, len(df)):\n    {LEFT_ALONE[name]}"
    assert by_number(flow_of(BEGUN, loop, "print(last)")) is None


TEXTS = (
    "corpus = []\nfor i in range(0, len(df)):\n    street = re.sub('[0-9]', ' ', df['street'][i])\n"
    "    street = street.lower().split()\n    corpus.append(' '.join(street))",
    "v = CountVectorizer(analyzer='char')\nX = v.fit_transform(corpus).toarray()\ny = df['price']",
)
DATES = (
    "when = list(df['built'])\nfor i in range(len(when)):\n    when[i] = when[i][:4]\nyears, ends = [], []",
    "years = []\nends = []\nfor i in range(len(when)):\n    years.append(int(when[i]))\n    ends.append(when[i][-1])\n"
    "df['year'] = years",
    "X = pd.concat([df[['year']], pd.get_dummies(df['town'])], axis=1).astype(float)\ny = df['price']",
)


@pytest.mark.parametrize("cells", [TEXTS, DATES], ids=["texts", "parts of dates"])
def test_what_loops_make_of_each_row_is_served(cells, table):
    pytest.importorskip("sklearn")
    read = f"import re\nfrom sklearn.feature_extraction.text import CountVectorizer\ndf = pd.read_csv({str(table)!r})"
    whole = (IMPORTS, read, *cells, SPLIT, ASK)
    program = listed(dataflow_of(by_number(flow_of(*whole))))
    found = synthesis(*(cell.code for cell in program.cells))
    assert [each.estimator for each in found.made] == ["model"]
    assert [each.source for each in found.made] == ["df"]
    assert "append" not in "".join(cell.code for cell in found.program.cells)
    checked(found)
