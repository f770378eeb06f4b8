"""Lists of columns that the notebook's text spells out."""

from __future__ import annotations

import ast

import pytest
from notebooks import flow_of

from converter.rewrite.serving.listed_names import names_listed, spelled_rounds

LISTS = {
    "names = ['a', 'b']": ("a", "b"),
    "names = ['a']\nnames.append('b')\nnames.extend(['c', 'd'])": ("a", "b", "c", "d"),
    "names = ['a']\nnames += ['b']": ("a", "b"),
    "names = ['a']\nnames = names + ['b']": ("a", "b"),
    "base = ['a', 'b']\nnames = [c + '_x' for c in base] + ['c']": ("a_x", "b_x", "c"),
    "names = [f'{c}_x' for c in ('a', 'b')]": ("a_x", "b_x"),
    "names = ['a']\nrest = ['b']\nnames = list(names + rest)": ("a", "b"),
    "names = sorted(['b', 'a'] + ['c'])": ("a", "b", "c"),
    "names = ['a', 'b']\nnames.remove('b')": None,
    "names = ['a']\nif len(names):\n    names = ['b']": None,
    "names = ['a']\nnames.append(str(1))": None,
    "names = [c for c in ['a', 'b'] if c != 'b']": None,
    "names = list({'a': 1})": None,
}


@pytest.mark.fast
@pytest.mark.parametrize("code", LISTS)
def test_names_in_a_list_where_it_is_read(code: str) -> None:
    flow = flow_of(code)
    found = names_listed(ast.Name("names", ast.Load()), len(flow.statements), flow.statements)
    assert found == LISTS[code]


@pytest.mark.fast
def test_rounds_of_a_loop_say_the_columns_that_they_read() -> None:
    flow = flow_of("names = ['a', 'b']\nfor c in names:\n    df[c + '_x'] = df[f'{c}'] * len(c)")
    loop = flow.statements[1].node
    assert isinstance(loop, ast.For)
    rounds = spelled_rounds(loop, 1, flow.statements)
    assert rounds is not None
    assert ast.unparse(rounds) == "df['a_x'] = df['a'] * len('a')\ndf['b_x'] = df['b'] * len('b')"
    assert "df[c + '_x']" in ast.unparse(loop), "the notebook's own tree stays"
