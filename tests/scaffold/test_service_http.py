"""What a generated service answers over HTTP, and how it refuses."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest
from services import CUSTOMERS, churn_notebook
from started import KEY, Answer, Service, Trained

ROW = CUSTOMERS[0]


def ask(service: Service, path: str, body: object = None, **more: str) -> Answer:
    return service.ask(path, body, x_api_key=KEY, **more)


def notebook(rows: Any) -> Any:
    """What the notebook's own function answers."""
    return json.loads(json.dumps(churn_notebook()["predict"](list(rows))))


def test_a_record_and_a_list_are_answered_as_the_notebook_answers(service: Service) -> None:
    assert ask(service, "/predict", ROW).json == {"predictions": notebook([ROW])}
    answer = ask(service, "/predict", CUSTOMERS)
    assert answer.json == {"predictions": notebook(CUSTOMERS)}
    assert answer.headers["content-type"] == "application/json"


def test_nothing_to_answer(service: Service) -> None:
    assert ask(service, "/predict", []).json == {"predictions": []}


def test_the_version_and_the_id_come_along(service: Service, churn: Trained) -> None:
    answer = ask(service, "/predict", ROW, x_request_id="my-own-1")
    assert answer.headers["x-model-version"] == churn.version.name
    assert answer.headers["x-request-id"] == "my-own-1"
    odd = ask(service, "/predict", ROW, x_request_id="x" * 200)
    assert len(odd.headers["x-request-id"]) == 32


REFUSED: list[tuple[str, bytes, int, str, str]] = [
    ("not JSON", b'{"age": ', 400, "malformed-json", ""),
    ("no body", b"", 400, "malformed-json", ""),
    ("bytes", b"\xff\xfe\x00", 400, "malformed-json", ""),
    ("deep", b'{"age":' + b"[" * 40_000 + b"]" * 40_000 + b"}", 400, "malformed-json", ""),
    ("a number", b"3", 422, "invalid-rows", "(row)"),
    ("null", b"null", 422, "invalid-rows", "(row)"),
    ("a list of lists", b"[[1]]", 422, "invalid-rows", "(row)"),
    ("text for a number", b'{"age": "64", "income": 1, "visits": 1}', 422, "invalid-rows", "age"),
    ("a fraction", b'{"age": 64.5, "income": 1, "visits": 1}', 422, "invalid-rows", "age"),
    ("true", b'{"age": true, "income": 1, "visits": 1}', 422, "invalid-rows", "age"),
    ("null for a value", b'{"age": 1, "income": null, "visits": 1}', 422, "invalid-rows", "income"),
    ("NaN", b'{"age": 1, "income": NaN, "visits": 1}', 422, "invalid-rows", "income"),
    ("infinity", b'{"age": 1, "income": -Infinity, "visits": 1}', 422, "invalid-rows", "income"),
    ("1e999", b'{"age": 1, "income": 1e999, "visits": 1}', 422, "invalid-rows", "income"),
    ("too big", b'{"age": 9223372036854775808, "income": 1, "visits": 1}', 422, "invalid-rows", "age"),
    ("missing", b'{"age": 1, "visits": 1}', 422, "invalid-rows", "income"),
    ("unknown", b'{"age": 1, "income": 1, "visits": 1, "vists": 1}', 422, "invalid-rows", "vists"),
    ("large", b"[" + b" " * 100_001 + b"]", 413, "too-large", ""),
    ("many", b"[" + b",".join([json.dumps(ROW).encode()] * 201) + b"]", 413, "too-large", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "kind", "field"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_refused_says_which_field_and_why(
    service: Service, body: bytes, status: int, kind: str, field: str
) -> None:
    answer = ask(service, "/predict", body)
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json
    assert told["type"] == f"urn:problem:{kind}"
    assert told["status"] == status
    assert told["request_id"] == answer.headers["x-request-id"]
    assert [problem["field"] for problem in told["errors"]] == ([field] if field else [])


def test_every_bad_row_is_named(service: Service) -> None:
    rows = [ROW, {**ROW, "age": "x"}, ROW, {"age": 1, "income": 1.0}]
    errors = ask(service, "/predict", rows).json["errors"]
    assert [(each["row"], each["field"]) for each in errors] == [(1, "age"), (3, "visits")]


def test_rows_that_the_model_cannot_answer_are_the_rows_fault(service: Service) -> None:
    answer = ask(service, "/predict", {**ROW, "income": 1e308, "age": 2**62})
    assert answer.status in (200, 422)
    assert ask(service, "/readyz").status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_other_media_types(service: Service, kind: str) -> None:
    answer = ask(service, "/predict", b"a=1", content_type=kind)
    assert (answer.status, answer.json["type"]) == (415, "urn:problem:unsupported-media-type")


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("DELETE", "/predict", 405), ("PUT", "/livez", 405)]
)
def test_other_paths_and_methods(service: Service, method: str, path: str, status: int) -> None:
    answer = ask(service, path, method=method)
    assert answer.status == status
    assert answer.json["status"] == status
    assert ("allow" in answer.headers) == (status == 405)


def test_only_probes_go_without_a_key(service: Service) -> None:
    for path in ("/metrics", "/metadata", "/openapi.json", "/docs", "/predict", "/nothing"):
        assert service.ask(path).status == 401
        assert service.ask(path, x_api_key="wrong").status == 401
    assert service.ask("/livez").json == {"status": "alive"}
    assert service.ask("/readyz").status == 200
    assert service.ask("/metadata", authorization=f"Bearer {KEY}").status == 200
    assert service.ask("/metadata", x_api_key="other").status == 200


CSV = "age,income,visits\n" + "".join(f"{r['age']},{r['income']},{r['visits']}\n" for r in CUSTOMERS)
LINES = "".join(json.dumps(row) + "\n" for row in CUSTOMERS)


def parquet() -> bytes:
    import pandas as pd

    file = io.BytesIO()
    pd.DataFrame(list(CUSTOMERS)).to_parquet(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-ndjson", LINES.encode()),
        ("text/csv; charset=utf-8", CSV.encode()),
        ("text/csv", CSV.replace("\n", "\r\n").encode("utf-8-sig")),
        ("application/vnd.apache.parquet", b""),
    ],
    ids=["lines", "csv", "csv of Windows", "parquet"],
)
def test_files_are_answered_line_by_line(service: Service, kind: str, body: bytes) -> None:
    answer = ask(service, "/predict/batch", body or parquet(), content_type=kind)
    found = [json.loads(line) for line in answer.body.splitlines()]
    assert found == [{"row": i, "prediction": p} for i, p in enumerate(notebook(CUSTOMERS))]


def test_bad_rows_of_a_file_are_told_in_their_place(service: Service) -> None:
    body = CSV + "x,1,1\n,2,2\n" + CSV.splitlines()[1] + "\n"
    answer = ask(service, "/predict/batch", body.encode(), content_type="text/csv")
    found = [json.loads(line) for line in answer.body.splitlines()]
    assert [line["row"] for line in found] == list(range(8))
    assert [line["problem"]["errors"][0]["field"] for line in found[5:7]] == ["age", "age"]
    assert found[7]["prediction"] == notebook(CUSTOMERS)[0]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"[]", 415),
        ("application/vnd.apache.parquet", b"PAR1 no, it is not", 400),
        ("text/csv", b'age,income,visits\n1,"2', 400),
        ("text/csv", b"age,income,visits\n\xff\xfe,1,1\n", 400),
        ("application/x-ndjson", b" " * 2_000_001, 413),
    ],
)
def test_files_that_cannot_be_read(service: Service, kind: str, body: bytes, status: int) -> None:
    assert ask(service, "/predict/batch", body, content_type=kind).status == status


def test_an_empty_file(service: Service) -> None:
    answer = ask(service, "/predict/batch", b"", content_type="text/csv")
    assert (answer.status, answer.body) == (200, b"")


def test_metadata_and_metrics(service: Service, churn: Trained) -> None:
    told = ask(service, "/metadata").json
    assert told["version"] == churn.version.name
    assert told["metrics"] == {"accuracy": pytest.approx(0.8333, abs=1e-3)}
    assert told["parameters"] == {"THRESH": 0.5, "SEED": 7, "FEATURES": ["age", "income", "visits"]}
    assert told["threads"] == 1
    assert set(told["schemas"]["predict"]["properties"]) == {"age", "income", "visits"}
    ask(service, "/predict", {**ROW, "age": 130})
    text = ask(service, "/metrics").body.decode()
    assert f'model_workers{{version="{churn.version.name}"}} 1.0' in text
    assert 'predictions_total{endpoint="predict",value="True"}' in text
    assert 'feature_out_of_range_total{endpoint="predict",field="age"}' in text
    assert 'http_requests_total{method="POST",path="/predict",status="200"}' in text


def test_the_access_log_has_no_payload(service: Service) -> None:
    ask(service, "/predict?secret=7", {**ROW, "income": 12345.678}, x_request_id="look-for-me")
    deadline = time.monotonic() + 30
    lines: list[dict[str, Any]] = []
    while not lines and time.monotonic() < deadline:
        lines = [line for line in service.logged() if line.get("request_id") == "look-for-me"]
    (line,) = lines
    assert set(line) == {"time", "level", "message", "request_id", "method", "path", "status", "seconds"}
    assert (line["path"], line["status"]) == ("/predict", 200)
    assert "12345.678" not in service.log.read_text(encoding="utf-8")
    assert KEY not in service.log.read_text(encoding="utf-8")
