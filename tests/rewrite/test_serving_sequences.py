"""Texts as sequences of numbers, as Keras makes them: what prepares them is served with the model."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest
from served_rows import checked, synthesis

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")


class Tokenizer:
    """Numbers for words, as Keras' own."""

    def fit_on_texts(self, texts: Any) -> None:
        words = sorted({word for text in texts for word in text.split()})
        self.word_index = {word: place + 1 for place, word in enumerate(words)}

    def texts_to_sequences(self, texts: Any) -> list[list[int]]:
        known = self.word_index
        return [[known[word] for word in text.split() if word in known] for text in texts]


def pad_sequences(sequences: Any, maxlen: int | None = None) -> Any:
    """As many numbers of each, from behind."""
    length = maxlen or max(map(len, sequences))
    return np.array([([0] * length + list(each))[-length:] for each in sequences])


@pytest.fixture(autouse=True)
def keras(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = types.ModuleType("textkeras")
    vars(module).update(Tokenizer=Tokenizer, pad_sequences=pad_sequences)
    monkeypatch.setitem(sys.modules, "textkeras", module)
    yield


IMPORTS = (
    "import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n"
    "from textkeras import Tokenizer, pad_sequences"
)
DATA = (
    'df = pd.DataFrame({"text": ["A good film", "bad plot", "so good", "A bad, bad film"] * 6, "y": [1, 0, 1, 0] * 6})\n'
    'df["text"] = df["text"].str.lower()\ntrain, test = df.iloc[:16], df.iloc[16:]'
)
LEARN = 'tokenizer = Tokenizer()\ntokenizer.fit_on_texts(train["text"])'
WAYS = {
    "in steps": (
        'seqs = tokenizer.texts_to_sequences(train["text"])\nX = pad_sequences(seqs, maxlen=5)\n'
        'X_test = pad_sequences(tokenizer.texts_to_sequences(test["text"]), maxlen=5)'
    ),
    "by place": (
        'X = pad_sequences(tokenizer.texts_to_sequences(train["text"]), 5)\n'
        'X_test = pad_sequences(tokenizer.texts_to_sequences(test["text"]), 5)'
    ),
}
ASK = 'model = LogisticRegression().fit(X, train["y"])\nprint(model.predict(X_test))'


@pytest.mark.parametrize("name", WAYS)
def test_sequences_of_numbers_are_made_for_each_text(name: str) -> None:
    found = synthesis(IMPORTS, DATA, LEARN, WAYS[name], ASK)
    assert not found.refused
    checked(found)
    (made,) = found.made
    text = dict(made.cells)[5]
    assert "tokenizer.texts_to_sequences(" in text


def test_a_length_of_all_texts_is_refused_with_the_word_that_fixes_it() -> None:
    ways = WAYS["in steps"].replace(", maxlen=5", "")
    found = synthesis(IMPORTS, DATA, LEARN, ways, ASK)
    assert not found.made
    ((_, why, _),) = found.refused
    assert why == "pad_sequences() sees all rows; say maxlen="
