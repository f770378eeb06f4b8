"""Every way in which a notebook's function may take rows and may answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from services import many_files, many_project, many_service
from started import Service, served, trained

from converter.model import service as model

ENDPOINTS = {endpoint.name: endpoint for endpoint in many_service().endpoints}


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    return trained(many_project(folder / "project"), folder / "artifacts")


@pytest.fixture(scope="module")
def many(version: Path) -> Iterator[Service]:
    from projects import OnDisk

    project = OnDisk(version.parents[1] / "project", "many")
    with served(project, version.parent, MANY_RATE="0.1") as started:
        yield started


def answers(service: Service, name: str, rows: Any) -> Any:
    answer = service.ask(f"/{name}", rows)
    assert answer.status == 200, answer.body
    return answer.json["predictions"]


@pytest.mark.parametrize("name", [name for name in ENDPOINTS if name != "route"])
def test_rows_are_answered_as_recorded(many: Service, name: str) -> None:
    (recorded,) = ENDPOINTS[name].recorded
    found = answers(many, name, [dict(row) for row in recorded.rows])
    assert found == pytest.approx(list(recorded.answers)) if name == "price" else list(recorded.answers)


def _endpoints(service: model.Service) -> str:
    return many_files(service).files["src/many/endpoints.py"].decode()


def test_functions_that_take_tensors_get_them() -> None:
    service = many_service()
    of_arrays = {"columns": "matrix(rows, COLUMNS_DTYPES)", "curve": "matrix(rows, CURVE_DTYPES)[:, 0]"}
    endpoints = tuple(replace(each, tensors=each.name in of_arrays) for each in service.endpoints)
    text = _endpoints(replace(service, endpoints=endpoints))
    plain = _endpoints(service)
    assert "\nimport torch\n" in text and "torch" not in plain
    for name, array in of_arrays.items():
        assert f"result = {name}(torch.from_numpy({array}))" in text
        assert f"result = {name}({array})" in plain


def test_texts(many: Service) -> None:
    found = answers(many, "route", [{"text": "wifi cable"}, {"text": "refund"}])
    assert [each["team"] for each in found] == ["net", "pay"]
    assert sum(found[0]["shares"]) == pytest.approx(1)


def test_only_endpoints_whose_rows_are_independent_are_batched(version: Path) -> None:
    manifest = json.loads((version / "manifest.json").read_text())
    assert manifest["row_independent"] == {name: name != "ranks" for name in ENDPOINTS}
    assert manifest["artifacts"]["medians"]["format"] == "json"


def test_training_says_why_requests_stay_apart(version: Path, tmp_path: Path) -> None:
    from projects import OnDisk

    project = OnDisk(version.parents[1] / "project", "many")
    done = project.command("train", "--output-dir", str(tmp_path / "artifacts"))
    said = [line for line in done.err.splitlines() if "requests stay apart" in line]
    assert [("ranks" in line, "WARNING" in line) for line in said] == [(True, True)], done.err


def test_a_field_that_may_be_missing(many: Service) -> None:
    both = answers(many, "price", [{"size (m2)": 50.0}, {"size (m2)": 50.0, "floor": None}])
    assert both == pytest.approx([50_200.0, 50_200.0])
    odd = many.ask("/price", b'{"size (m2)": 50.0, "floor": NaN}')
    assert odd.json["predictions"] == pytest.approx([50_200.0])


def test_a_name_that_is_no_identifier_is_told_as_it_is(many: Service) -> None:
    told = many.ask("/price", {"size_m2": 50.0}).json
    assert [each["field"] for each in told["errors"]] == ["size (m2)", "size_m2"]


def test_categories_and_dates(many: Service) -> None:
    row = {"day": "2024-01-31", "kind": "gold"}
    assert answers(many, "advise", row) == [31.0]
    for wrong in ({"kind": "silver"}, {"day": "2024-02-31"}, {"day": 20240131}, {"kind": None}):
        answer = many.ask("/advise", {**row, **wrong})
        assert answer.status == 422
        assert [each["field"] for each in answer.json["errors"]] == list(wrong)


def test_numbers_that_json_lacks_are_null(many: Service) -> None:
    assert answers(many, "columns", {"a": 1, "b": 0.0}) == [{"sum": 1.0, "ratio": None}]


def test_a_file_for_a_function_of_all_rows_is_one_call(many: Service) -> None:
    body = "x\n" + "".join(f"{n}\n" for n in range(700, 0, -1))
    answer = many.ask("/ranks/batch", body.encode(), content_type="text/csv")
    found = [json.loads(line)["prediction"] for line in answer.body.splitlines()]
    assert found == [float(n) for n in range(700, 0, -1)]
    more = "x\n" + "1\n" * 1001
    assert many.ask("/ranks/batch", more.encode(), content_type="text/csv").status == 413


def test_rows_that_the_function_cannot_answer(many: Service) -> None:
    answer = many.ask("/route", [{"text": "wifi"}, {"text": "boom"}])
    assert (answer.status, answer.json["type"]) == (422, "urn:problem:unanswerable-rows")
    assert "boom" not in answer.json["detail"]
    lines = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in ("wifi", "boom", "card"))
    batch = many.ask("/route/batch", lines, content_type="application/x-ndjson")
    found = [json.loads(line) for line in batch.body.splitlines()]
    assert found[0]["prediction"]["team"] == "net"
    assert found[1]["problem"]["type"] == "urn:problem:unanswerable-rows"
    assert {each["row"] for each in found[1]["problem"]["errors"]} == {1}
    assert found[2]["prediction"]["team"] == "pay"


def test_figures_of_answers(many: Service) -> None:
    answers(many, "table", [{"x": 1}, {"x": 2}])
    answers(many, "price", [{"size (m2)": 500.0}])
    text = many.ask("/metrics").body.decode()
    assert 'predictions_total{endpoint="table",value="True"}' in text
    assert 'prediction_value_count{endpoint="price"}' in text
    assert 'feature_out_of_range_total{endpoint="price",field="size (m2)"} 1.0' in text


def test_what_only_serving_reads_is_taken_from_its_environment(version: Path) -> None:
    from projects import OnDisk

    project = OnDisk(version.parents[1] / "project", "many")
    row = {"day": "2024-01-01", "kind": "plain", "amount": 10.0}
    with served(project, version.parent, MANY_RATE="0.5") as service:
        assert answers(service, "advise", row) == [6.0]
