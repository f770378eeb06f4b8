"""What cannot be served is refused: its code, where, why, what to do; nothing is left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from converted import nbship
from served_notebooks import FLATS, NOTEBOOKS, TWO, notebook_file

MODEL = FLATS + '''
# %%
from sklearn.linear_model import Ridge

df = df.dropna()
model = Ridge().fit(df[["size", "rooms"]], df["price"])
'''


@dataclass(frozen=True)
class Refusal:
    """A notebook, the words of the command, and what has to be said: code, place, reason, remedy."""

    code: str
    cells: str
    place: str
    why: str
    remedy: str
    words: tuple[str, ...] = ()


REFUSALS = {
    "a name that is not there": Refusal(
        "NB801", TWO, "", "no function of the notebook that could be served is called so",
        "functions that could be: predict_price, predict_town", ("--serve", "predict_prise"),
    ),
    "a generator": Refusal(
        "NB802", MODEL + "# %% predict\ndef predict(rows):\n    yield from model.predict(rows)\n",
        "cell 3:1:1", "'predict' cannot be served: it is a generator", "make it a plain function",
    ),
    "any number of arguments": Refusal(
        "NB802", MODEL + "# %% predict\ndef predict(*rows):\n    return model.predict(rows)\n",
        "cell 3:1:1", "any number of arguments", "plain function that takes rows",
    ),
    "no rows": Refusal(
        "NB802", MODEL + '# %% predict\ndef predict():\n    return model.predict(df[["size", "rooms"]])\n',
        "cell 3:1:1", "it takes no rows", "plain function that takes rows",
    ),
    "nothing that predicts": Refusal(
        "NB803", FLATS + "# %%\nprint(df.describe())", "", "nothing here answers requests",
        "in a cell tagged `predict`",
    ),
    "an estimator in a dict": Refusal(
        "NB803",
        MODEL + "# %%\nmodels = {1: model}\nasked = [m.predict(df[['size', 'rooms']]) for m in models.values()]",
        "cell 3:2:1", "'m.predict()' asks no estimator that the notebook binds to a name of its own",
        "in a cell tagged `predict`",
    ),
    "a value that may not be there": Refusal(
        "NB804",
        MODEL + "# %%\nfor i in range(n):\n    if i < 3:\n        continue\n    scale = i\n# %%\ndef predict(rows):\n"
        '    return model.predict(rows) * scale\n\n\npredict(df[["size", "rooms"]].head())\n',
        "cell 4:1:1", "'predict' reads 'scale', which is not surely bound", "bind 'scale' on every path",
    ),
    "nobody calls it and nothing fits": Refusal(
        "NB805", MODEL + "# %%\ndef predict(request):\n    return model.predict([request.numbers.values])[0]\n",
        "cell 3:1:1", "the notebook never calls it", "call 'predict' in the notebook with a few real rows",
    ),
    "two answers": Refusal(
        "NB805",
        MODEL + "# %%\ndef predict(rows):\n    return model.predict(rows), 1\n\n\n"
        'predict(df[["size", "rooms"]].head())\n',
        "cell 3:1:1", "it returns several values", "call 'predict' in the notebook with a few real rows",
    ),
    "one answer to many rows": Refusal(
        "NB805",
        MODEL + "# %%\ndef predict(rows):\n    return float(model.predict(rows).sum())\n\n\n"
        'predict(df[["size", "rooms"]].head())\n',
        "cell 3:1:1", "one answer to several rows", "call 'predict' in the notebook",
    ),
    "more than rows": Refusal(
        "NB805",
        MODEL + "# %%\ndef predict(rows, factor):\n    return model.predict(rows) * factor\n\n\n"
        'predict(df[["size", "rooms"]].head(), 3)\n',
        "cell 3:1:1", "besides rows it is given factor", "call 'predict' in the notebook",
    ),
    "a group's statistic for each row": Refusal(
        "NB807",
        FLATS + '# %%\nfrom sklearn.linear_model import Ridge\n\ndf = df.dropna()\n'
        'df["size"] = df["size"] - df.groupby("town")["size"].transform("cummax")\n'
        'model = Ridge().fit(df[["size", "rooms"]], df["price"])\nmodel.predict(df[["size", "rooms"]])\n',
        "cell 2:4:1", "groupby() makes a row depend on others", "look it up: map(table)",
    ),
    "the row before": Refusal(
        "NB807",
        FLATS + '# %%\nfrom sklearn.linear_model import Ridge\n\ndf = df.dropna()\n'
        'df["size"] = df["size"].shift(1).fillna(0)\n'
        'model = Ridge().fit(df[["size", "rooms"]], df["price"])\nmodel.predict(df[["size", "rooms"]])\n',
        "cell 2:4:1", "shift() makes a row depend on others", "make the earlier value a new column",
    ),
    "a join with training data": Refusal(
        "NB807",
        FLATS + '# %%\nfrom sklearn.linear_model import Ridge\n\n'
        'df = df.dropna()\nothers = df[["town", "size"]].rename(columns={"size": "near"})\n'
        'df = df.merge(others, on="town")\n'
        'model = Ridge().fit(df[["size", "near"]], df["price"])\nmodel.predict(df[["size", "near"]])\n',
        "cell 2:5:1", "merge() makes a row depend on others", "look it up with map",
    ),
    "rows that one row cannot be prepared like": Refusal(
        "NB808",
        FLATS + "# %%\nfrom sklearn.linear_model import Ridge\n\ndf = df.dropna()\n\n\n"
        "def centred(column):\n    return column - column.iloc[0]\n\n\n"
        'df["size"] = centred(df["size"])\n'
        'model = Ridge().fit(df[["size", "rooms"]], df["price"])\nmodel.predict(df[["size", "rooms"]])\n',
        "cell 2:12:1", "a row that comes alone is prepared otherwise than among others", "tagged `predict`",
    ),
    "a lambda in an artifact": Refusal(
        "NB810", NOTEBOOKS["lambda"], "cell 3:1:1",
        "'pipeline', which serving reads, cannot be stored in a file: it holds a lambda",
        "give a lambda a name with `def`",
    ),
    "a cell that fails": Refusal(
        "NB701", MODEL + '# %%\ndef predict(rows):\n    return model.predict(rows)\n\n\npredict(df["no"])\n',
        "cell 3:5", "KeyError", "mend the cell",
    ),
}  # fmt: skip


# Others of the same code are among the quick ones; a notebook runs in each.
SLOW = {"one answer to many rows", "more than rows", "nobody calls it and nothing fits", "a generator", "the row before"}
NAMES = [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in REFUSALS]


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_where_why_and_what_to_do(name: str, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    asked = REFUSALS[name]
    notebook_file(asked.cells, tmp_path / "nb.ipynb")
    before = (tmp_path / "nb.ipynb").read_bytes()
    done = nbship("convert", "nb.ipynb", "--to", "service", "-o", "out", *asked.words, at=tmp_path)
    assert done.code == 1, done.out + done.err
    (line,) = [each for each in done.err.splitlines() if "error[" in each]
    assert f"error[{asked.code}]" in line
    assert line.startswith(f"nb.ipynb:{asked.place}" if asked.place else "nb.ipynb")
    assert asked.why in line
    assert asked.remedy in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()
    assert {path.name for path in tmp_path.iterdir()} <= {"nb.ipynb", ".state"}
    assert (tmp_path / "nb.ipynb").read_bytes() == before


def test_a_folder_that_was_there_stays_as_it_was(tmp_path: Path) -> None:
    notebook_file(FLATS, tmp_path / "nb.ipynb")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = nbship("convert", "nb.ipynb", "--to", "service", "-o", "out", "--force", at=tmp_path)
    assert done.code == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]
