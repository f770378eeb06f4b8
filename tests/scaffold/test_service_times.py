"""Times in requests: a date alone is one, too; numbers are none, and zones are as in the data."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from services import many_files, many_service

from converter.model.service import Field


@pytest.fixture
def advise() -> Iterator[Any]:
    """The record of an endpoint that takes a time without a zone and one with it."""
    day = Field("day", "day", "datetime", "datetime64[ns]", nullable=True, example="2024-01-31T00:00:00")
    at = Field("at", "at", "datetime", "datetime64[ns, UTC]", required=False, nullable=True)
    service = many_service()
    (recorded,) = next(each.recorded for each in service.endpoints if each.name == "advise")
    row = {"day": "2024-01-31T00:00:00", "at": None}
    rows = (replace(recorded, rows=(row,), answers=(2.0,)),)
    endpoints = tuple(
        replace(each, fields=(day, at), recorded=rows) if each.name == "advise" else each
        for each in service.endpoints
    )
    text = many_files(replace(service, endpoints=endpoints)).files["src/many/schemas.py"].decode()
    module = types.ModuleType("schemas_with_times")
    sys.modules[module.__name__] = module
    exec(text, module.__dict__)
    yield module.Advise
    del sys.modules[module.__name__]


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ('"2024-01-31"', datetime(2024, 1, 31)),
        ('"2024-01-31T12:30:00"', datetime(2024, 1, 31, 12, 30)),
        ('"2024-01-31 12:30"', datetime(2024, 1, 31, 12, 30)),
        ("null", None),
    ],
)
def test_dates_and_times_are_moments(advise: Any, given: str, moment: datetime | None) -> None:
    assert advise.model_validate_json(f'{{"day": {given}}}').day == moment


@pytest.mark.parametrize("given", ["5", '"12"', "true", '"tomorrow"', '"2024-13-01"', '"2024-01-31T00:00:00Z"', "[]"])
def test_other_things_are_refused_by_the_name_of_the_field(advise: Any, given: str) -> None:
    with pytest.raises(ValueError, match="day") as caught:
        advise.model_validate_json(f'{{"day": {given}}}')
    (wrong,) = caught.value.errors()  # type: ignore[attr-defined]
    assert wrong["msg"].startswith("Input should ")


def test_a_time_with_a_zone_keeps_it(advise: Any) -> None:
    row = '{"day": null, "at": "2024-01-31T12:00:00Z"}'
    assert advise.model_validate_json(row).at == datetime(2024, 1, 31, 12, tzinfo=timezone.utc)
    with pytest.raises(ValueError, match="timezone"):
        advise.model_validate_json('{"day": null, "at": "2024-01-31T12:00:00"}')


def test_services_without_times_say_nothing_of_them() -> None:
    text = many_files(many_service()).files["src/many/schemas.py"].decode()
    assert "Moment" not in text and "PydanticCustomError" not in text
