"""What is around a value only to show it, and what the notebook calls so itself."""

from __future__ import annotations

import ast

import pytest

from converter.syntax.media import inner_value, media_names, own_names

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("source", "media", "own"),
    [
        ("from IPython.display import display, HTML as H", {"display", "H"}, set()),
        ("from IPython.core.display import HTML\nHTML = 1", set(), {"HTML"}),
        ("from PIL import Image", set(), {"Image"}),
        ("def f(display):\n    display(1)", set(), {"display"}),
        ("import IPython.display as d\nd = 1", set(), set()),
        ("from IPython import display\ndisplay = print", set(), {"display"}),
        ("from IPython.display import Markdown\ndef display(x): ...", {"Markdown"}, {"display"}),
    ],
)
def test_names(source: str, media: set[str], own: set[str]) -> None:
    trees = [ast.parse(source)]
    assert media_names(trees) == media
    assert own_names(trees) == own


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import IPython.display as ipd\nimport IPython.display as ipd", "ipd.Audio"),
        ("from IPython import display", "display.display"),
        ("import IPython\nimport IPython.display", "IPython.display.HTML"),
    ],
)
def test_names_in_modules(source: str, name: str) -> None:
    assert name in media_names([ast.parse(source)])


@pytest.mark.parametrize(
    ("source", "inner"),
    [
        ("HTML(f(x))", "f(x)"),
        ("HTML(Markdown(x), metadata=None)", "x"),
        ("HTML(*x)", "HTML(*x)"),
        ("HTML(x, y)", "HTML(x, y)"),
        ("HTML(data=x)", "HTML(data=x)"),
        ("HTML(x, metadata=g())", "HTML(x, metadata=g())"),
        ("Text(x)", "Text(x)"),
        ("ipd.Audio(x, rate=20)", "x"),
        ("other.Audio(x)", "other.Audio(x)"),
    ],
)
def test_inner_values(source: str, inner: str) -> None:
    node = ast.parse(source, mode="eval").body
    assert ast.unparse(inner_value(node, frozenset({"HTML", "Markdown", "ipd.Audio"}))) == inner
