"""The values of one parameter, from what is typed."""

from __future__ import annotations

import pytest

from converter.errors import UsageError
from converter.sweep.axes import axis_of

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("3", {"int"}, ["3"]),
        ("0.1,0.3, 1.0", {"float"}, ["0.1", "0.3", "1.0"]),
        ("1..5", {"int"}, ["1", "2", "3", "4", "5"]),
        ("5..1..-2", {"int"}, ["5", "3", "1"]),
        ("3..1", {"int"}, ["3", "2", "1"]),
        ("-1..1", {"float"}, ["-1", "0", "1"]),
        ("0.1..0.5..0.1", {"float"}, ["0.1", "0.2", "0.3", "0.4", "0.5"]),
        ("0..1..0.4", {"float"}, ["0.0", "0.4", "0.8"]),
        ("1..3", {"str"}, ["1..3"]),
        ("1..3", {"Any"}, ["1", "2", "3"]),
        ("a..b", {"Any"}, ["a..b"]),
        ("rbf, linear", {"str"}, ["rbf", "linear"]),
        (" as typed ", {"str"}, [" as typed "]),
        ("", {"str"}, [""]),
        ("null,3", {"int", "None"}, ["null", "3"]),
        ('["a,b", "c"]', {"str"}, ["a,b", "c"]),
        ("[[1, 2], [3]]", {"list", "int"}, [[1, 2], [3]]),
        ('{"a": [1, 2]},{"a": 3}', {"dict"}, ['{"a": [1, 2]}', '{"a": 3}']),
        ("2024-01-30..2024-02-03..2", {"date"}, ["2024-01-30", "2024-02-01", "2024-02-03"]),
    ],
)
def test_values(text: str, words: set[str], values: list[object]) -> None:
    assert list(axis_of("x", text, words)) == values


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("0.1..1", {"float"}, "needs a step"),
        ("1..5..0", {"int"}, "never lead"),
        ("1..5..-1", {"int"}, "never lead"),
        ("a..b", {"int"}, "no range of numbers"),
        ("1..x", {"float"}, "no range of numbers"),
        ("0..1000000", {"int"}, "more values"),
        ("0..1e999999", {"int"}, "more values"),
        ("0..inf", {"float"}, "no range of numbers"),
        ("nan..3", {"float"}, "no range of numbers"),
        ("1,,2", {"int"}, "empty"),
        ("1,", {"int"}, "empty"),
        ("[1, 2", {"int"}, "no JSON list"),
        ("[]", {"int"}, "no values"),
        ("2024-02-01..2024-01-01", {"date"}, "empty"),
        ("2024-02-01..soon", {"date"}, "no range of dates"),
    ],
)
def test_what_is_no_list_of_values(text: str, words: set[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        axis_of("x", text, words)
