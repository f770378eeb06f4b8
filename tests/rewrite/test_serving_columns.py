"""What `apply` makes of each column of a frame is one value for all rows: training keeps it."""

from __future__ import annotations

import ast

import pytest

pytest.importorskip("sklearn")
from served_rows import ASK, IMPORTS, NUMBERS, SPLIT, checked, synthesis

from converter.rewrite.serving.of_columns import is_of_columns


@pytest.mark.fast
@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("df[numbers].apply(lambda x: skew(x.dropna()))", True),
        ("df.apply(lambda c: c.nunique())", True),
        ("df[['a', 'b']].apply(np.mean)", True),
        ("df.select_dtypes('number').apply(skew)", True),
        ("df['a'].apply(np.mean)", False),
        ("df['a'].apply(lambda words: len(words))", False),
        ("df[numbers].apply(lambda x: x.fillna(0))", False),
        ("df[numbers].apply(lambda row: row.median(), axis=1)", False),
        ("df[name].apply(max)", False),
    ],
)
def test_what_makes_one_value_of_each_column(code: str, found: bool) -> None:
    node = ast.parse(code, mode="eval").body
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    assert is_of_columns(node, node.func.value) is found


SKEWED = (
    "df = df.fillna(1)\n"
    "skewed = df[['size', 'rooms']].apply(lambda x: x.dropna().skew()).sort_values(ascending=False)\n"
    "skewed = skewed[abs(skewed) > 0.0001]\n"
    "for c in skewed.index:\n    df[c] = np.log1p(df[c])\n" + NUMBERS
)


def test_what_is_found_in_each_column_is_frozen(table):
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", SKEWED, SPLIT, ASK)
    assert not found.refused
    checked(found)
    text = "\n".join(cell.code for cell in found.program.cells)
    function = text[text.index("def predict") :]
    assert "skew()" not in function and "in skewed.index" in function


@pytest.mark.parametrize(
    "change",
    ["df.price = df.price / 2", "df['price'].replace({1: 2}, inplace=True)", "df.price.fillna(1, inplace=True)"],
)
def test_what_is_done_to_a_target_that_is_left_out_later_is_not_served(change, table):
    read = f"df = pd.read_csv({str(table)!r})"
    prepare = f"df = df.fillna(1)\n{change}\nX = df[['size', 'rooms']].copy()\ny = df['price']"
    found = synthesis(IMPORTS, read, prepare, SPLIT, ASK)
    assert not found.refused
    text = "\n".join(cell.code for cell in found.program.cells)
    assert change in text
    assert "price" not in text[text.index("def predict") :]
    wanted = synthesis(IMPORTS, read, prepare.replace("['size', ", "['price', "), SPLIT, ASK)
    (made,) = wanted.made
    served = dict(made.cells)[5]
    assert change in served or "prepare" in served


DEAR = "df = df.fillna(1)\ndf['dear'] = np.where(df['price'] > 500, 1, 0)\nbase = ['size', 'rooms']\n"
SQUARES = "for c in base:\n    df[c + '_2'] = df[c] ** 2\n"


@pytest.mark.parametrize(
    "listed",
    [
        "names = ['size']\nnames.append('rooms')",
        "names = [c + '_2' for c in base] + ['rooms']",
        "names = sorted(c for c in df.columns if c.endswith('_2'))",
    ],
)
def test_a_target_made_of_columns_is_not_asked_for(listed, table):
    prepare = f"{DEAR}{SQUARES}{listed}\nX, y = df[names], df['dear']"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", prepare, SPLIT, ASK)
    assert not found.refused
    checked(found)
    served = dict(found.made[0].cells)[5]
    assert "price" not in served and "dear" not in served and "continue" not in served


def test_a_column_that_joins_a_list_later_is_served(table):
    later = "df['whole'] = df['size'] // 1\nnames.append('whole')\nX, y = df[names], df['price']"
    prepare = f"df = df.fillna(1)\nnames = ['size']\n{later}"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", prepare, SPLIT, ASK)
    assert not found.refused
    checked(found)


@pytest.mark.parametrize("loop", ["c in df", "c in df.keys()", "c in df.columns", "c, values in df.items()"])
def test_a_loop_over_a_frame_is_one_over_its_columns(loop, table):
    body = "    if c in ('size', 'rooms'):\n        df[c] = df[c].fillna(df[c].median())\n"
    found = synthesis(
        IMPORTS, f"df = pd.read_csv({str(table)!r})", f"for {loop}:\n{body}{NUMBERS}", SPLIT, ASK
    )
    assert not found.refused
    checked(found)
    served = dict(found.made[0].cells)[5]
    assert "for c in df_columns:" in served


def test_a_loop_that_reads_the_columns_themselves_is_refused(table):
    loop = "for c, values in df.items():\n    df[c] = values.fillna(1)\n"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", loop + NUMBERS, SPLIT, ASK)
    assert [why for _, why, _ in found.refused] == ["a loop over more than the names of columns"]


def test_a_target_that_is_transformed_together_with_something_else_is_not_asked_for(table):
    read = f"from scipy.stats import boxcox\ndf = pd.read_csv({str(table)!r}).fillna(0)"
    change = "df['price'], lam = boxcox(df['price'])"
    found = synthesis(IMPORTS, read, change, NUMBERS, SPLIT, ASK)
    assert [each.estimator for each in found.made] == ["model"]
    checked(found)


SIDE_BY_SIDE = {
    "dropped": "X = df.drop(columns='price')",
    "chosen": "columns = ['size', 'rooms', 'town_Ulm']\nX = df[columns]",
}


@pytest.mark.parametrize("name", SIDE_BY_SIDE)
def test_frames_that_are_put_side_by_side_bring_no_target(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ndf['price'] = df['price'].gt(450).astype(int)"
    sides = (
        "towns = pd.get_dummies(df[['town']])\ndf = df.drop(columns=['town', 'street', 'heating', 'built'])\n"
        "df = pd.concat([df, towns], axis=1)"
    )
    found = synthesis(IMPORTS, read, sides, SIDE_BY_SIDE[name], "y = df['price']", SPLIT, ASK)
    checked(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "gt(450)" not in text and not any("def prepare" in cell.code for cell in found.program.cells)
