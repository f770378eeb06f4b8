from __future__ import annotations

import ast

import pytest

from converter.syntax.parsing import parsed
from converter.syntax.text import Offsets

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    "source",
    [
        "x = f(1)",
        'x = f"{f(1)}"',
        'x = f"{f(1)!r:>{f(2)}} {{no}} {f(3)=}"',
        'x = f"""a\n  {f(1)} b\n{f(  2)}"""',
        "x = ('é' f'{f(1)}'\n     'b' f'ü{f(2)}')",
        "x = rf'\\d{f(1)}' f'\\N{EM DASH}{f(2)}'",
        "x = f'{[f(i) for i in y]} {d[\"k\"]} {f(1) != 2} {f(x=1)}'",
        'x = f"{f(1):{f(2)}.{f(3)}}" + f"{f(4)}"',
        "x = f'{(lambda a: f(a))(1)}'",
        "x = f'{f(f(1))}'",
    ],
)
def test_positions_point_at_the_text(source: str) -> None:
    offsets = Offsets(source)
    tree = parsed(source)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    assert names
    for node in names:
        assert source[offsets.start(node) : offsets.end(node)] == node.id
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            assert source[offsets.end(node) - 1] == ")"
