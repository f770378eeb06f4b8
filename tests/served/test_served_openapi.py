"""Converted services over HTTP: what recorded rows get, what spoilt ones, what Schemathesis finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from converted import Converted
from started import Service, served

Services = Callable[[str], Converted]
Row = dict[str, Any]

HOOKS = """
import schemathesis

@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")

@schemathesis.check
def valid_rows_are_not_called_invalid(ctx, response, case):
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if positive and response.status_code == 422:
        assert response.json()["type"] == "urn:problem:unanswerable-rows", response.text
"""
TOTAL = {"churn", "text_classification"}
"""Answer every valid row. The others' models raise for some: texts that training did not see, negative
numbers' logarithms, numbers beyond float32."""


@pytest.fixture(scope="module")
def flats(service_of: Services) -> Converted:
    return service_of("globals")


@pytest.fixture(scope="module")
def running(flats: Converted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The converted service, started once for this module."""
    import shutil

    artifacts = tmp_path_factory.mktemp("running") / "artifacts"
    shutil.copytree(flats.artifacts, artifacts)
    with served(flats.project, artifacts) as started:
        yield started


def test_every_recorded_row_is_answered_as_the_notebook_did(flats: Converted, running: Service) -> None:
    for request in flats.recorded("predict_price"):
        answer = running.ask("/predict_price", request["rows"])
        assert answer.status == 200, answer.body
        assert answer.json["predictions"] == pytest.approx(request["answers"], rel=1e-9)


# A field, what is done to it, what the problem says of it.
SPOILT: list[tuple[str, Callable[[Row], Row], str]] = [
    ("size", lambda row: {k: v for k, v in row.items() if k != "size"}, "required"),
    ("town", lambda row: {k: v for k, v in row.items() if k != "town"}, "required"),
    ("extra", lambda row: {k: v for k, v in row.items() if k != "extra"}, "required"),
    ("size", lambda row: {**row, "size": None}, "number"),
    ("town", lambda row: {**row, "town": None}, "string"),
    ("size", lambda row: {**row, "size": "80"}, "number"),
    ("size", lambda row: {**row, "size": True}, "number"),
    ("size", lambda row: {**row, "size": [80]}, "number"),
    ("rooms", lambda row: {**row, "rooms": {"n": 2}}, "number"),
    ("town", lambda row: {**row, "town": 7}, "string"),
    ("extra", lambda row: {**row, "extra": "pool"}, "'garden', 'lift' or 'none'"),
    ("extra", lambda row: {**row, "extra": ""}, "'garden', 'lift' or 'none'"),
    ("colour", lambda row: {**row, "colour": "red"}, "unknown field"),
]


@pytest.mark.parametrize(("field", "spoil", "why"), SPOILT, ids=range(len(SPOILT)))
def test_a_spoilt_row_is_refused_by_place_field_and_reason(
    field: str, spoil: Callable[[Row], Row], why: str, flats: Converted, running: Service
) -> None:
    rows = flats.recorded("predict_price")[0]["rows"]
    answer = running.ask("/predict_price", [rows[0], rows[1], spoil(rows[2])])
    assert answer.status == 422, answer.body
    assert answer.headers["content-type"].startswith("application/problem+json")
    (problem,) = answer.json["errors"]
    assert (problem["row"], problem["field"]) == (2, field)
    assert why in problem["reason"]


def test_a_gap_is_accepted_where_the_notebook_had_one(flats: Converted, running: Service) -> None:
    rows = flats.recorded("predict_price")[0]["rows"]
    assert any(row["rooms"] is None for row in rows)
    assert running.ask("/predict_price", {**rows[0], "rooms": None}).status == 200


def test_rows_without_an_answer_tell_what_training_did_not_see(flats: Converted, running: Service) -> None:
    rows = flats.recorded("predict_price")[0]["rows"]
    answer = running.ask("/predict_price", [rows[0], {**rows[1], "town": "Atlantis"}])
    assert (answer.status, answer.json["type"]) == (422, "urn:problem:unanswerable-rows"), answer.body
    assert [(each["row"], each["field"]) for each in answer.json["errors"]] == [(1, "town")]
    assert "Atlantis" not in answer.json["detail"]
    assert [each["reason"] for each in answer.json["errors"]] == ["new to the model"]


def test_the_page_has_the_enum_and_real_rows(flats: Converted, running: Service) -> None:
    page = running.ask("/openapi.json").json
    body = page["paths"]["/predict_price"]["post"]["requestBody"]["content"]["application/json"]
    record = next(each for each in found_in(body["schema"], page) if "properties" in each)
    assert record["properties"]["extra"]["enum"] == ["garden", "lift", "none"]
    assert sorted(record["required"]) == ["extra", "rooms", "size", "town"]
    assert body["example"] in flats.recorded("predict_price")[0]["rows"]


def found_in(schema: Any, page: Any) -> Iterator[dict[str, Any]]:
    """Every schema within a schema, what it refers to included."""
    if isinstance(schema, dict):
        yield schema
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        for each in [*schema.values(), page["components"]["schemas"].get(name) if name else None]:
            yield from found_in(each, page)
    elif isinstance(schema, list):
        for each in schema:
            yield from found_in(each, page)


def test_schemathesis_finds_no_answer_that_is_not_announced(running: Service, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis")
    fuzzed(running, tmp_path, examples=8, total=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["churn", "text_classification", "segmentation", "estimator", "cell", "two"])
def test_schemathesis_on_every_service(name: str, service_of: Services, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis")
    service = service_of(name)
    with served(service.project, service.artifacts) as started:
        fuzzed(started, tmp_path, examples=20, total=name in TOTAL)


def test_a_number_that_overflows_is_null_and_the_page_says_so(service_of: Services, tmp_path: Path) -> None:
    service = service_of("two")
    row = service.recorded("predict_price")[0]["rows"][0]
    with served(service.project, service.artifacts) as started:
        answer = started.ask("/predict_price", [row, {**row, "size": 1.7e308, "rooms": 1.7e308}])
        assert answer.status == 200, answer.body
        assert [each is None for each in answer.json["predictions"]] == [False, True]
        schemas = started.ask("/openapi.json").json["components"]["schemas"]
        items = next(s for s in schemas.values() if "predictions" in s.get("properties", {}))
        kinds = items["properties"]["predictions"]["items"]["anyOf"]
        assert [each["type"] for each in kinds] == ["number", "null"]


def test_a_number_that_the_model_refuses_is_told(service_of: Services, tmp_path: Path) -> None:
    service = service_of("cell")
    row = service.recorded("predict")[0]["rows"][0]
    with served(service.project, service.artifacts) as started:
        rows = [row, {**row, "size": 1.7e308}]
        answer = started.ask("/predict", rows)
        assert (answer.status, answer.json["type"]) == (422, "urn:problem:unanswerable-rows"), answer.body
        assert [(each["row"], each["field"]) for each in answer.json["errors"]] == [(1, "size")]
        sent = "\n".join(map(json.dumps, rows)).encode()
        lines = started.ask("/predict/batch", sent, content_type="application/x-ndjson")
        first, second = map(json.loads, lines.body.splitlines())
        assert "prediction" in first and second["problem"]["status"] == 422


def fuzzed(service: Service, folder: Path, *, examples: int, total: bool) -> None:
    """Asserts that every answer is one that the page announces, and none is a 500.

    `total`: every valid row is answered. Otherwise the model may have no answer, which is said as such.
    """
    accepted = "positive_data_acceptance" if total else "valid_rows_are_not_called_invalid"
    (folder / "hooks_of_ours.py").write_text(HOOKS)
    here = {"SCHEMATHESIS_HOOKS": "hooks_of_ours", "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [
            sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()",
            "run", f"http://127.0.0.1:{service.port}/openapi.json",
            "--max-examples", str(examples), "--seed", "7", "--phases", "examples,coverage,fuzzing",
            "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,"
            f"response_schema_conformance,{accepted}",
            "--exclude-path", "/admin/reload", "--exclude-path", "/readyz",
            "--no-color", "--generation-database", "none",
        ],
        capture_output=True, text=True, timeout=600, cwd=folder, env={**os.environ, **here},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    metrics = service.ask("/metrics").body.decode()
    assert "http_requests_total" in metrics
    assert 'status="500"' not in metrics
    errors = [line for line in service.logged() if line["level"] == "error"]
    assert not errors, json.dumps(errors[:3])
