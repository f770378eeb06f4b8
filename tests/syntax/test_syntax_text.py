from __future__ import annotations

import ast

import pytest

from converter.errors import InternalError
from converter.syntax.text import Edit, Offsets, apply_edits, indented, segment
from converter.syntax.tokens import before, closing, tokens_of

pytestmark = pytest.mark.fast


def test_no_edits_change_nothing() -> None:
    assert apply_edits("x = 1\n", []) == "x = 1\n"


def test_edits_apply_by_place_not_by_order() -> None:
    assert apply_edits("abc", [Edit(2, 3, "C"), Edit(0, 1, "A")]) == "AbC"


def test_overlapping_edits_are_our_own_fault() -> None:
    with pytest.raises(InternalError, match="overlap"):
        apply_edits("abcd", [Edit(0, 2, ""), Edit(1, 3, "")])


def test_offsets_count_characters_not_bytes() -> None:
    source = 'é = "ü"; x = 1'
    second = ast.parse(source).body[1]
    offsets = Offsets(source)
    assert source[offsets.start(second) : offsets.end(second)] == "x = 1"


@pytest.mark.parametrize(
    "source",
    [
        's = """a\n  b\nc"""\n',
        "s = '''\n''' + f'''{1}\nx {2}\n'''\n",
        "s = 'a\\\nb'\n",
        "if True:\n    s = '''\n\tx'''\n",
    ],
)
def test_indenting_leaves_strings_alone(source: str) -> None:
    plain: dict[str, object] = {}
    exec(source, plain)
    moved: dict[str, object] = {}
    exec("if True:\n" + indented(source), moved)
    assert moved["s"] == plain["s"]


def test_the_token_before_a_place_is_no_comment() -> None:
    tokens = tokens_of("f(a,  # why\n)")
    opening, close = closing(tokens, 1)
    assert (opening, close) == (1, 12)
    assert before(tokens, close) == ","


@pytest.mark.parametrize(
    "text", ['f"{{x}} ) {y}"', 'f"""a\n({{{z}"""', "rf'\\m[{a[0]}'", 'f"{f\'(\'}"']
)
def test_brackets_in_the_text_of_f_strings_are_no_brackets(text: str) -> None:
    source = f"show({text}, [])"
    assert closing(tokens_of(source), 0) == (4, len(source) - 1)
    assert [part for _, _, part in tokens_of(f"a = {text}")] == ["a", "=", text]


@pytest.mark.parametrize("code", ["x = 1", "ä = 'é' + f(\n    'ü',\n)\n", "if x:\n    y = [\n1]\n"])
def test_a_segment_is_what_ast_says(code: str) -> None:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.expr | ast.stmt):
            assert segment(code, node) == ast.get_source_segment(code, node)
