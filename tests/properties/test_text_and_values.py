"""Text that is edited or indented means what it meant; a default in the settings is the value."""

from __future__ import annotations

import ast
import math
from typing import Any

import pytest
from both_ways import given as given_values
from both_ways import notebook_of
from drawn_notebooks import notebooks
from drawn_values import constants, named_values
from hypothesis import given
from hypothesis import strategies as st

from converter.emit.lines import own_lines, shifted, text_of
from converter.model.settings import Settings
from converter.pipeline import plan_notebook
from converter.syntax.text import Edit, Offsets, apply_edits, dedented, indented

TEXT = st.text(max_size=60)
STRINGS = (
    '"""a\n  b\nc"""',
    "'''\n'''",
    'f"""x{1 + 1}\n y"""',
    '"a\\\n  b"',
    '"""\n\t#\n"""',
    'rb"""\n\\x"""',
    '["""\n""", 1,\n 2]',
    'f"""{"""\nz"""}"""' if hasattr(ast, "TypeAlias") else '"""\n z"""',
    '("a"\n   "b")',
    "'''é\n データ\n'''",
    '"""# no comment\n    """',
)


@given(TEXT)
def test_no_edits_change_nothing(text: str) -> None:
    assert apply_edits(text, []) == text


@given(TEXT, st.lists(st.tuples(st.integers(0, 60), st.text("xyz", max_size=3)), max_size=4))
def test_insertions_add_what_they_say(text: str, inserted: list[tuple[int, str]]) -> None:
    edits = [Edit(min(at, len(text)), min(at, len(text)), new) for at, new in inserted]
    edited = apply_edits(text, edits)
    assert len(edited) == len(text) + sum(len(edit.text) for edit in edits)
    left = iter(edited)
    assert all(character in left for character in text)


@given(TEXT)
def test_replacing_a_text_by_itself(text: str) -> None:
    middle = len(text) // 2
    edits = [Edit(middle, len(text), text[middle:]), Edit(0, middle, text[:middle])]
    assert apply_edits(text, edits) == text


@given(notebooks())
def test_offsets_find_every_node(cells: list[str]) -> None:
    for cell in cells:
        if cell.startswith("#!"):
            continue
        offsets = Offsets(cell)
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.Name):
                assert cell[offsets.start(node) : offsets.end(node)] == node.id


@given(st.lists(st.sampled_from(STRINGS), min_size=1, max_size=3))
def test_indentation_leaves_strings_alone(strings: list[str]) -> None:
    code = "\n".join(f"x{index} = {text}" for index, text in enumerate(strings))
    as_it_was = names_after(code)
    assert names_after(f"if True:\n{indented(code)}") == as_it_was
    assert names_after("if True:\n" + text_of(shifted(own_lines(code)))) == as_it_was
    assert dedented(indented(code), 4) == code


def names_after(code: str) -> dict[str, Any]:
    """The values that `code` leaves behind."""
    space: dict[str, Any] = {"__builtins__": {}}
    exec(code, space)
    return {name: value for name, value in space.items() if name != "__builtins__"}


@given(notebooks())
def test_an_indented_cell_is_the_same_code(cells: list[str]) -> None:
    for cell in cells:
        if not cell.startswith("#!"):
            body = ast.parse("if True:\n" + indented(cell)).body[0]
            assert isinstance(body, ast.If)
            assert [ast.dump(each) for each in body.body] == [
                ast.dump(each) for each in ast.parse(cell).body
            ]


@given(constants())
def test_a_default_is_the_value(value: object) -> None:
    default, known = default_of(f"#| tags: parameters\nGIVEN = {value!r}")
    assert equal(known, value)
    assert default is not None
    assert equal(ast.literal_eval(default), value)


@given(named_values())
def test_a_default_made_by_a_call_is_the_value(pair: tuple[str, object]) -> None:
    text, value = pair
    imports = "import datetime\nfrom decimal import Decimal"
    default, known = default_of(imports, f"#| tags: parameters\nGIVEN = {text}")
    assert default is not None
    assert equal(known, value)


@pytest.mark.parametrize(
    "text", ["float('nan')", "-1", "1e5", "0x10", "1_000", "(1,)", "()", "b'x'"]
)
def test_spelling(text: str) -> None:
    found = default_of(f"#| tags: parameters\nGIVEN = {text}")
    assert found == (None, None) or equal(found[1], eval(text))


def default_of(*cells: str) -> tuple[str | None, object]:
    """The default of GIVEN as source text, and what it is in the settings class."""
    plan = plan_notebook(notebook_of(cells), Settings())
    if not plan.parameters:
        return None, None
    return plan.parameters[0].default, given_values(plan).GIVEN


def equal(one: object, other: object) -> bool:
    """True for equal values of equal types; nan is nan."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return type(one) is type(other) and (one == other)
