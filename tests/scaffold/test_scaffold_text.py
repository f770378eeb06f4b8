"""Words of the notebook stay in the place they are put in."""

from __future__ import annotations

import ast
import shlex
import sys

import pytest
import yaml

from converter.scaffold import markdown, text

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

pytestmark = pytest.mark.fast

HOSTILE = [
    "",
    "plain words",
    'it\'s "quoted" \'\'\'and\'\'\' """more"""',
    "back\\slash \\n \\u0041",
    "two\nlines\r\nthree\u2028four\x0bfive",
    "{{ 7 * 7 }} {% raw %} {# #}",
    "]] [tool.evil]\nx = 1 #",
    "key: value # - [a, {b}] &x *x !!python/object",
    "$(touch x) `touch x` ; rm -rf ~ && $HOME",
    "</p><script>alert(1)</script><!--",
    "\0\x01\x7f\x85",
    "\u202eright to left\u2066\u200f",
    "lone \ud800 surrogate",
    "emoji 👩\u200d🔬 数据 données",
    "x" * 10_000,
    "| a | b |\n```\n~~~",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_python_literal(words: str) -> None:
    literal = text.pystr(words)
    assert ast.literal_eval(literal) == words
    assert "\n" not in literal and "\u202e" not in literal


def test_python_literal_prefers_double_quotes() -> None:
    assert text.pystr("it's") == '"it\'s"'
    assert text.pystr('say "x"') == "'say \"x\"'"


@pytest.mark.parametrize("words", HOSTILE)
def test_quoted_is_one_string_in_toml_and_yaml(words: str) -> None:
    expected = words.replace("\ud800", "\ufffd")
    assert tomllib.loads(f"x = {text.quoted(words)}") == {"x": expected}
    assert yaml.safe_load(f"x: {text.quoted(words)}") == {"x": expected}


@pytest.mark.parametrize("words", HOSTILE)
def test_one_line_is_short_and_clean(words: str) -> None:
    line = text.one_line(words)
    assert len(line) <= text.TITLE_LENGTH
    assert len(line.splitlines()) <= 1
    assert not set(line) & set("\0\x01\x7f\x85\u202e\u2066\u200f\ud800")
    line.encode()


def test_one_line_keeps_joined_emoji() -> None:
    assert "👩\u200d🔬" in text.one_line(HOSTILE[13])


@pytest.mark.parametrize("words", HOSTILE)
def test_shell_word(words: str) -> None:
    assert shlex.split(text.shell_quoted(words)) == [text.one_line(words, 1000)]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("churn", "churn"),
        ("Churn_Model.v2", "churn-model-v2"),
        ("_", "job"),
        ("a" * 51 + "-b", "a" * 51),
    ],
)
def test_kubernetes_name(name: str, label: str) -> None:
    assert text.dns_label(name) == label


def test_plain_words_stay_plain_in_markdown() -> None:
    assert markdown.escaped("Customer churn, v1.0 - (final)") == "Customer churn, v1.0 - (final)"
    assert markdown.code("df[0]") == "`df[0]`"
    assert markdown.quotation("Who *leaves*?\n\n- a\n- b") == "> Who *leaves*?\n>\n> - a\n> - b"
    assert markdown.quotation("if x < 3 [see](https://a.b)") == "> if x < 3 [see](https://a.b)"


def test_markdown_is_escaped() -> None:
    assert markdown.escaped("<b> *x* | [y](z)") == r"\<b\> \*x\* \| \[y\](z)"
    assert markdown.escaped("what `a_b` *says*, `a|b`") == r"what `a_b` \*says\*, \`a\|b\`"


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("a|b", r"`a\|b`"),
        ("`", "`` ` ``"),
        ("a``b", "```a``b```"),
        ("a\n| b", r"`a \| b`"),
        ("", ""),
    ],
)
def test_code_in_a_table_cell(words: str, cell: str) -> None:
    assert markdown.code(words) == cell


@pytest.mark.parametrize("words", HOSTILE)
def test_every_line_of_a_quotation_is_quoted(words: str) -> None:
    quote = markdown.quotation(words)
    assert all(line.startswith(">") for line in quote.split("\n") if quote)
    assert "<script" not in quote.replace("\\<", "")
    quote.encode()


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("a ![x](attachment:y.png) b", "> a  b"),
        ("![x][ref]\nb", "> b"),
        ("<img src=x onerror=y> b", "> b"),
        ("[a](javascript:alert(1)) b", "> [a]) b"),
        ("[quick start]: http://evil", r"> \[quick start]: http://evil"),
        ("<div>", r"> \<div>"),
    ],
)
def test_a_quotation_has_no_images_and_no_html(words: str, quote: str) -> None:
    assert markdown.quotation(words) == quote
