"""Schemathesis against the OpenAPI page of a service: no 500, recorded rows in, spoilt rows out."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from services import CUSTOMERS
from started import KEY, Service

pytest.importorskip("schemathesis")

SPOILT: list[Any] = [None, "text", {"a": 1}, [1], True, 1e400, float("nan"), 2**70]


HOOKS = """
import schemathesis

@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
"""


def test_every_answer_is_one_that_the_page_announces(service: Service, tmp_path: Path) -> None:
    (tmp_path / "hooks_of_ours.py").write_text(HOOKS)
    here = {"SCHEMATHESIS_HOOKS": "hooks_of_ours", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [
            sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()",
            "run", f"http://127.0.0.1:{service.port}/openapi.json",
            "--header", f"X-API-Key: {KEY}",
            "--max-examples", "25", "--seed", "7", "--phases", "examples,coverage,fuzzing",
            "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,"
            "response_schema_conformance,positive_data_acceptance",
            "--exclude-path", "/admin/reload", "--exclude-path", "/readyz",
            "--no-color", "--generation-database", "none",
        ],
        capture_output=True, text=True, timeout=600, cwd=tmp_path, env={**os.environ, **here},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    text = service.ask("/metrics", x_api_key=KEY).body.decode()
    assert 'status="500"' not in text


def test_the_page_has_real_rows_and_every_error(service: Service) -> None:
    page = service.ask("/openapi.json", x_api_key=KEY).json
    predict = page["paths"]["/predict"]["post"]
    assert predict["description"] == "Churn probability and verdict for each customer."
    assert predict["requestBody"]["content"]["application/json"]["example"] == CUSTOMERS[0]
    codes = {"200", "400", "401", "403", "408", "413", "415", "422", "429", "431", "500", "503"}
    assert set(predict["responses"]) == codes
    assert all(
        "application/problem+json" in answer["content"]
        for code, answer in predict["responses"].items()
        if code != "200"
    )
    assert "/metrics" not in page["paths"]


@pytest.mark.parametrize("field", list(CUSTOMERS[0]))
def test_spoilt_rows_are_refused_by_the_fields_name(service: Service, field: str) -> None:
    drawn = random.Random(field)
    for value in SPOILT:
        if field == "income" and isinstance(value, int) and not isinstance(value, bool):
            continue  # a large whole number is a number
        row = {**drawn.choice(CUSTOMERS), field: value}
        body = json.dumps([CUSTOMERS[0], row]).replace("Infinity", "1e999").encode()
        answer = service.ask("/predict", body, x_api_key=KEY)
        assert answer.status == 422, (value, answer.body)
        assert {(e["row"], e["field"].split(".")[0]) for e in answer.json["errors"]} == {(1, field)}
