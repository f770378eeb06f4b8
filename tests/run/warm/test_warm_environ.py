"""What a module that reads the environment while it is loaded depends on."""

from __future__ import annotations

import os
import pickle

import pytest

from converter.run.warm.zygote.environ import reads, remembering

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("len(environ)", set()),
        ("environ.get('A')", {"A"}),
        ("environ['A']", {"A"}),
        ("'B' in environ", {"B"}),
        ("environ.setdefault('A', '2')", {"A"}),
        ("{k: v for k, v in environ.items() if k.startswith('PRE_')}", {"*", "PRE_*"}),
        ("[v for k, v in environ.items() if k.startswith(('X', 'Y'))]", {"*", "X*", "Y*"}),
        ("sorted(environ.items())", {"*"}),
        ("list(environ)", {"*"}),
    ],
)
def test_what_is_read_is_told(code, told):
    found = set()
    kind = remembering(found.add)
    plain = os.environ
    environ = kind(
        {b"A": b"1", b"PRE_X": b"2"},
        plain.encodekey,
        plain.decodekey,
        plain.encodevalue,
        plain.decodevalue,
    )
    eval(code, {"environ": environ})
    assert {each for each in found if each in told or "*" in each} == told
    assert pickle.loads(pickle.dumps(list(environ.items())[0])) == ("A", "1")


@pytest.mark.parametrize(
    ("told", "variable", "depends"),
    [
        ({"A"}, "B", False),
        ({"A"}, "A", True),
        ({"*"}, "ANY", True),
        ({"*", "TQDM_*"}, "ANY", False),
        ({"*", "TQDM_*"}, "TQDM_X", True),
        (set(), "ANY", False),
    ],
)
def test_what_a_module_depends_on(told, variable, depends):
    assert reads(told, variable) is depends
