"""What made functions say twice is said once, and functions are named for what they make ready."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")
from served_rows import ASK, IMPORTS, NUMBERS, SPLIT, checked, synthesis

from converter.rewrite.serving.aliases import without_aliases


@pytest.mark.fast
@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("a = f(rows)\nb = a\nreturn m.predict(b)", "a = f(rows)\nreturn m.predict(a)"),
        ("b = a\nb['x'] = 1\nreturn b", "a['x'] = 1\nreturn a"),
        ("b = a\nc = b\nreturn c, [n for n in c]", "return a, [n for n in a]"),
        ("b = a\nreturn f(b=b)", "return f(b=a)"),
        ("b = a  # the rows\nreturn f(b)", "return f(a)"),
        ("a = f(rows)\na = a  # those that count\na = a\nreturn f(a)", "a = f(rows)\nreturn f(a)"),
        ("b = a\nb = f(b)\nreturn b, a", "b = f(a)\nreturn b, a"),
        ("b = a\nreturn g(lambda x: x + b)", "return g(lambda x: x + a)"),
        ("a = f(rows)\n# of all\n\n# those that count\n# and more\nb = a\nreturn f(b)", "a = f(rows)\n# of all\n\nreturn f(a)"),
        ("a = f(rows)\na=a\nb=a # kept\nreturn f(b)", "a = f(rows)\nreturn f(a)"),
    ],
)
def test_second_names_go(body: str, plain: str) -> None:
    assert without_aliases(body) == plain


@pytest.mark.fast
@pytest.mark.parametrize(
    "body",
    [
        "b = a.copy()\nreturn b",
        "b = a\na = f(a)\nreturn b",
        "b = a\nb = f(lambda: b)\nreturn b",
        "b = a\nb = b.query('b > 1')\nreturn b",
        "b = a\nb = [b for b in b]\nreturn b",
        "b = a\nb += 1\nreturn b",
        "b = a\nfor a in b:\n    f(a)\nreturn b",
        "b = a\nreturn [a for a in b]",
        "b = a\nreturn f(lambda a: a + b)",
        "b = a\nreturn x.query('c > @b')",
        "b = a\nreturn eval(text)",
        "f(b)\nb = a\nreturn b",
        "if x:\n    b = a\nreturn b",
        "b = a; c = 1\nreturn b",
        "b = a\ndel a\nreturn b",
        "b = a\ndef b():\n    return 1\nreturn b",
    ],
)
def test_names_that_may_mean_another_object_stay(body: str) -> None:
    assert without_aliases(body) == body


CLEANED = "def clean(d):\n    d = d.fillna(1)\n    return d\ndf = clean(df)\n" + NUMBERS
TWO = (
    "df['size'] = df['size'] * 2\ndf['rooms'] = df['rooms'].fillna(df['size'].median())\n"
    "df['Per Room'] = df['size'] / df['rooms']\ndf['bigOnes'] = df['size'] > 90\n"
    "X = df[['size', 'rooms', 'Per Room', 'bigOnes']]\ny = df['price']"
)


def made(table, prepare: str):
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", prepare, SPLIT, ASK)
    assert not found.refused
    checked(found)
    return "\n".join(cell.code for cell in found.program.cells)


def test_a_call_alone_needs_no_function_of_its_own(table):
    text = made(table, CLEANED)
    assert "prepare" not in text
    assert "df = clean(df)" in text[text.index("def predict") :]


def test_values_alone_need_no_function_of_their_own(table):
    found = synthesis(
        IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(1)", NUMBERS, SPLIT, "test = test.values\n" + ASK
    )
    checked(found)
    text = "\n".join(cell.code for cell in found.program.cells)
    assert "prepare" not in text and "return model.predict(" in text


def test_functions_are_named_for_the_columns_that_they_make(table):
    text = made(table, TWO)
    assert "def prepare_size(df):" in text
    assert "def prepare_rooms_per_room_big_ones(df" in text
    assert "test = " not in text[text.index("def predict") :]


def test_the_only_function_is_called_prepare(table):
    text = made(table, "df['size'] = df['size'].fillna(2) * 2\ndf = df.fillna(3)\n" + NUMBERS)
    assert "def prepare(df):" in text


def test_columns_set_where_a_mask_says_and_listed_ones_name_functions_too(table):
    text = made(
        table,
        "df['rooms'] = df['rooms'].fillna(df['rooms'].median())\n"
        "df.loc[df['rooms'] > 3, 'rooms'] = 3\nmost = df['size'].max()\n"
        "df[['size', 'rooms']] = df[['size', 'rooms']] / most\n" + NUMBERS,
    )
    assert "def prepare_rooms(df, *" in text or "def prepare_rooms(df)" in text
    assert "def prepare_size_rooms(df" in text


def test_what_fills_gaps_of_many_columns_is_called_so(table):
    text = made(
        table,
        "df['size'] = df['size'] * 2\ntotal = df['size'].sum()\n"
        "df = df.fillna(1)\n" + NUMBERS,
    )
    assert "def fill_gaps(df):" in text and "def prepare_size(df" in text


def test_a_copy_alone_and_all_columns_of_chosen_rows_need_no_function_and_no_brackets(table):
    text = made(
        table,
        "df['size'] = df['size'].fillna(1)\nlarge = df.loc[df['size'] > 20, :].copy()\n"
        "large = large.copy()\nlarge['rooms'] = large['rooms'].fillna(large['rooms'].median())\n"
        + NUMBERS.replace("df", "large"),
    )
    function = text[text.index("def predict") :]
    assert "[:]" not in function and "def prepare(large" not in text.replace("rooms", "")


@pytest.mark.parametrize(
    ("again", "kept"), [("{1.0: 7, 2.0: 8}", False), ("{1.0: 7, 2.0: 9}", True)]
)
def test_a_table_that_is_written_down_again_needs_no_other_name(again, kept, table):
    found = synthesis(
        IMPORTS,
        f"df = pd.read_csv({str(table)!r})",
        "sizes = {1.0: 7, 2.0: 8}\ndf['rooms'] = df['rooms'].map(sizes).fillna(0)\n" + NUMBERS,
        SPLIT,
        ASK,
        f"sizes = {again}\nprint(sizes)",
    )
    checked(found)
    assert ("sizes_then" in "".join(cell.code for cell in found.program.cells)) is kept


FILLED = (
    "df['size'] = df['size'].fillna(df['size'].mean())\n"
    "df['rooms'] = df['rooms'].fillna(df['rooms'].mode()[0])\n"
    "df.built = df.built.fillna(df.built.mode()[0])\n"
)


def test_gaps_that_are_filled_one_after_another_are_filled_by_one_function(table):
    text = made(table, FILLED + NUMBERS)
    assert text.count("def prepare") == 1
    before = text[: text.index("df = prepare")]
    assert before.index("size_mean = ") < before.index("rooms_mode = ")


@pytest.mark.parametrize(
    "last",
    [
        "df['rooms'] = df['rooms'].fillna(df['size'].mean())",
        "df['rooms'] = df['rooms'].fillna(df.mean(numeric_only=True)['size'])",
        "df['rooms'] = df['rooms'] * df.shape[1]",
        "df['rooms'] = df['rooms'].fillna(df[['size', 'rooms']].max().max())",
    ],
)
def test_what_is_of_columns_that_were_set_before_is_computed_then(last, table):
    text = made(
        table,
        "df['size'] = df['size'].fillna(df['size'].mean())\n"
        + last
        + "\ndf = df.fillna(1)\n"
        + NUMBERS,
    )
    assert "def prepare_size(df" in text
