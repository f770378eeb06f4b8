"""Rows together are answered as one by one, or they are never put together, and that is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from converted import Converted

Services = Callable[[str], Converted]

# Answers of each endpoint to recorded and perturbed rows: together, in pieces of several sizes,
# backwards, and alone. Prints, by endpoint, how many rows there were and how many differ.
TOGETHER = """
import json, random, sys
from importlib import import_module
from pathlib import Path
version = Path(sys.argv[1])
source = Path(sys.path[1])
package = next(p.name for p in source.iterdir() if (p / "service.py").exists())
at = lambda name: import_module(f"{package}.{name}")
sys.path.insert(0, sys.argv[2])
from serve_replay import alike, rows_like
loaded = at("serving.loading").Loaded(version, at("serving.settings").Settings())
as_json = at("serving.answers").as_json
found = {}
for name, reader in at("serving.rows").readers(any_field=False).items():
    recorded = json.loads((source.parent / "tests/reference" / f"{name}.json").read_text())
    rows = rows_like([row for each in recorded for row in each["rows"]][:60], reader)
    def ask(rows):
        return json.loads(as_json(loaded.answers(name, [dict(row) for row in rows])))
    def one(row):
        try:
            return ask([row])[0]
        except Exception as error:
            return type(error).__name__
    alone = [one(row) for row in rows]
    good = [i for i, answer in enumerate(alone) if answer.__class__ is not str or package == "own_text_classification"]
    rows, alone = [rows[i] for i in good], [alone[i] for i in good]
    wrong = sum(not alike(a, b) for a, b in zip(ask(rows), alone))
    wrong += sum(not alike(a, b) for a, b in zip(ask(rows[::-1]), alone[::-1]))
    for size in (2, 7, 31):
        for i in range(0, len(rows), size):
            wrong += sum(not alike(a, b) for a, b in zip(ask(rows[i:i + size]), alone[i:i + size]))
    found[name] = [len(rows), wrong]
print(json.dumps(found))
"""


def told(service: Converted) -> dict[str, list[int]]:
    from projects import ROOT

    return dict(service.script(TOGETHER, str(ROOT / "benchmarks")))


SERVICES = ["globals", "estimator"]
MORE = ["churn", "text_classification", "segmentation", "cell", "two", "pickles"]


@pytest.mark.parametrize("name", [*SERVICES, *(pytest.param(n, marks=pytest.mark.slow) for n in MORE)])
def test_a_batch_is_answered_as_its_rows_are_one_by_one(name: str, service_of: Services) -> None:
    service = service_of(name)
    for endpoint, (rows, wrong) in told(service).items():
        assert rows >= 30 or name in ("cell", "segmentation", "two"), endpoint
        assert wrong == 0, endpoint
    assert any(service.manifest["row_independent"].values()) or name == "segmentation"


@pytest.mark.parametrize("name", ["batch", pytest.param("quiet_batch", marks=pytest.mark.slow)])
def test_an_answer_that_depends_on_the_batch_is_never_batched(name: str, service_of: Services) -> None:
    service = service_of(name)
    ((_, wrong),) = told(service).values()
    assert wrong > 0, "the notebook's function does depend on the rows beside"
    assert service.manifest["row_independent"] == {"predict": False}


def test_the_conversion_says_why_requests_are_answered_one_by_one(service_of: Services) -> None:
    said = service_of("batch").said
    assert "warning[NB809] requests to 'predict' are not answered together: it calls mean()" in said
    assert "NB809" not in service_of("globals").said
