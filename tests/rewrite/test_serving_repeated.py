"""What expressions of answers have in common is said once."""

from __future__ import annotations

import pytest

from converter.rewrite.serving.repeated import named_once

ASK = "model.predict(X)"
SAID = {
    "a formula under its own name": (
        {"p": "p", "score": "100 * (p - low) / span", "odd": "100 * (p - low) / span > 60"},
        ["p = model.predict(X)", "score = 100 * (p - low) / span"],
        {"p": "p", "score": "score", "odd": "score > 60"},
    ),
    "in the question's own line": (
        {"p": "np.exp(p)", "high": "np.exp(p) > 3"},
        ["p = np.exp(model.predict(X))"],
        {"p": "p", "high": "p > 3"},
    ),
    "one after another": (
        {"p": "f(p)", "a": "g(f(p)) + 1", "b": "g(f(p)) + 2"},
        ["p = f(model.predict(X))", "p_made = g(p)"],
        {"p": "p", "a": "p_made + 1", "b": "p_made + 2"},
    ),
    "two of one": (
        {"p": "p", "a": "f(p)", "b": "f(p) + g(p)", "c": "g(p)"},
        ["p = model.predict(X)", "a = f(p)", "c = g(p)"],
        {"p": "p", "a": "a", "b": "a + c", "c": "c"},
    ),
    "nothing that a comprehension names": (
        {"p": "p", "a": "[f(p, _) for _ in p]", "b": "[f(p, _) + 1 for _ in p]"},
        ["p = model.predict(X)"],
        {"p": "p", "a": "[f(p, _) for _ in p]", "b": "[f(p, _) + 1 for _ in p]"},
    ),
    "nothing that an argument names": (
        {"p": "p", "a": "q(p, lambda p: f(p))", "b": "r(p, lambda p: f(p))"},
        ["p = model.predict(X)"],
        {"p": "p", "a": "q(p, lambda p: f(p))", "b": "r(p, lambda p: f(p))"},
    ),
    "a list": (
        {"p": "p", "a": "[f(_) for _ in p]", "b": "g([f(_) for _ in p])"},
        ["p = model.predict(X)", "a = [f(_) for _ in p]"],
        {"p": "p", "a": "a", "b": "g(a)"},
    ),
    "what is gone through once": (
        {"p": "p", "a": "list(map(f, p))", "b": "sum(map(f, p))"},
        ["p = model.predict(X)"],
        {"p": "p", "a": "list(map(f, p))", "b": "sum(map(f, p))"},
    ),
    "nothing that is short": (
        {"p": "p", "a": "p > 3", "b": "p > 3"}, ["p = model.predict(X)"], {"p": "p", "a": "p > 3", "b": "p > 3"},
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_what_texts_have_in_common_gets_a_name(name: str) -> None:
    texts, lines, said = SAID[name]
    assert named_once("p", ASK, texts, {"p"}) == (lines, said)
