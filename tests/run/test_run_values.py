"""Values of `-p` and `-f`: what is taken, what is refused, and in which words."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import SecretStr

from converter.errors import InputError, UsageError
from converter.model.diagnostic import Span
from converter.model.parameter import Parameter, ParameterSet
from converter.run.values import checked_values

pytestmark = pytest.mark.fast


def one(annotation: str, *, name: str = "X", default: str | None = "0") -> Parameter:
    secret = "SecretStr" in annotation
    return Parameter(name, name, annotation, default, Span(1), 0, secret=secret)


def value(annotation: str, text: str) -> object:
    return checked_values(ParameterSet((one(annotation),)), {"X": text})["X"]


@pytest.mark.parametrize(
    ("annotation", "text", "expected"),
    [
        ("int", "5", 5),
        ("int", " -5 ", -5),
        ("int", "1_000", 1000),
        ("float", "0.5", 0.5),
        ("float", "5", 5.0),
        ("float", "1e-3", 0.001),
        ("float", "inf", math.inf),
        ("bool", "true", True),
        ("bool", "no", False),
        ("bool", "1", True),
        ("bool", "False", False),
        ("str", "5", "5"),
        ("str", '"a"', '"a"'),
        ("str", "", ""),
        ("str | None", "none", None),
        ("int | None", "null", None),
        ("int | None", "3", 3),
        ("int | float", "3", 3),
        ("int | float", "3.5", 3.5),
        ("int | str", "3", 3),
        ("int | str", "a", "a"),
        ("list[str]", '["a", "b"]', ["a", "b"]),
        ("list[int | float]", "[1, 2.5]", [1, 2.5]),
        ("dict[str, int]", '{"a": 1}', {"a": 1}),
        ("tuple[int, ...]", "[1, 2]", (1, 2)),
        ("tuple[int, str]", '[1, "a"]', (1, "a")),
        ("set[int]", "[1, 2]", {1, 2}),
        ("date", "2024-01-02", date(2024, 1, 2)),
        ("datetime", "2024-01-02T03:04:05", datetime(2024, 1, 2, 3, 4, 5)),
        ("timedelta", "P1D", timedelta(days=1)),
        ("Path", "a/b", Path("a/b")),
        ("Decimal", "1.10", Decimal("1.10")),
        ("Literal['a', 'b']", "a", "a"),
        ("Literal[1, 2]", "2", 2),
        ("Any", "[1]", [1]),
        ("Any", "hello", "hello"),
        ("Any | None", "none", None),
        ("list[date]", '["2024-01-02"]', [date(2024, 1, 2)]),
    ],
)
def test_text_becomes_a_value_of_the_type(annotation: str, text: str, expected: object) -> None:
    got = value(annotation, text)
    assert got == expected
    assert type(got) is type(expected)


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        ("int", "5.0"),
        ("int", "five"),
        ("int", "true"),
        ("int", "1e3"),
        ("int", ""),
        ("float", "half"),
        ("bool", "2"),
        ("bool", "maybe"),
        ("date", "02.01.2024"),
        ("date", "2024-13-01"),
        ("Decimal", "ten"),
        ("list[str]", "a,b"),
        ("list[str]", "[1]"),
        ("list[int]", '["1"]'),
        ("dict[str, int]", "[]"),
        ("tuple[int, str]", "[1]"),
        ("Literal['a', 'b']", "c"),
    ],
)
def test_ill_typed_text_is_refused(annotation: str, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        value(annotation, text)
    assert "parameter X" in caught.value.message
    assert repr(text) in caught.value.message


def test_unknown_names_get_a_suggestion() -> None:
    parameters = ParameterSet((one("float", name="THRESH"),))
    with pytest.raises(UsageError, match="unknown parameter 'thrsh': did you mean 'THRESH'"):
        checked_values(parameters, {"thrsh": "1"})


def test_all_mistakes_are_told_at_once() -> None:
    parameters = ParameterSet((one("int", name="A"), one("int", name="B")))
    with pytest.raises(UsageError) as caught:
        checked_values(parameters, {"A": "x", "B": "y", "C": "1"})
    assert len(caught.value.message.splitlines()) == 3


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(UsageError, match="parameter X needs a value"):
        checked_values(ParameterSet((one("int", default=None),)), {})


def test_defaults_are_not_in_the_answer() -> None:
    assert checked_values(ParameterSet((one("int"),)), {}) == {}


def test_a_secret_is_hidden_and_never_quoted(tmp_path: Path) -> None:
    found = value("SecretStr", "hunter2")
    assert isinstance(found, SecretStr)
    assert "hunter2" not in repr(found)
    file = tmp_path / "v.json"
    file.write_text('{"X": [8812345]}')
    with pytest.raises(UsageError) as caught:
        checked_values(ParameterSet((one("SecretStr"),)), {}, [file])
    assert "8812345" not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("v.toml", 'A = 3\nD = 2024-01-02\nL = ["x"]\n'),
        ("v.yaml", "A: 3\nD: 2024-01-02\nL: [x]\n"),
        ("v.json", '{"A": 3, "D": "2024-01-02", "L": ["x"]}'),
    ],
)
def test_files_and_their_strength(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    parameters = ParameterSet(
        (one("int", name="A"), one("date", name="D"), one("list[str]", name="L"))
    )
    expected = {"A": 4, "D": date(2024, 1, 2), "L": ["x"]}
    assert checked_values(parameters, {"A": "4"}, [file]) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("v.toml", "A = hunter2"),
        ("v.yaml", "A: [hunter2"),
        ("v.json", '{"A": hunter2}'),
        ("v.json", "[1]"),
        ("v.txt", "A=hunter2"),
        ("v.json", '{"A": "3"}'),
        ("v.toml", "A = 3.0"),
        ("v.toml", "A = true"),
        ("v.toml", "[A]\nB = 1"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        checked_values(ParameterSet((one("int", name="A"),)), {}, [file])
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        checked_values(ParameterSet(()), {}, [tmp_path / "none.toml"])
