"""Notebooks become services by the command: what is served, under which names, with which answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from converted import Converted, nbship
from served_notebooks import NOTEBOOKS, notebook_file

Services = Callable[[str], Converted]

# Notebook: each endpoint's argument, its fields, and the form of an answer.
SERVED = {
    "churn": {"predict": ("records", ["age", "income", "visits"], {"probability", "churn"})},
    "text_classification": {"route": ("column", ["text"], str)},
    "segmentation": {"segment_of": ("keywords", ["recency", "frequency", "money"], int)},
    "estimator": {"predict": ("frame", ["size", "rooms", "town"], {"prediction", "probabilities"})},
    "folds": {"predict": ("frame", ["size", "rooms"], float)},
    "globals": {"predict_price": ("records", ["size", "rooms", "town", "extra"], float)},
    "cell": {"predict": ("frame", ["size", "rooms"], float)},
    "two": {
        "predict_price": ("frame", ["size", "rooms"], float),
        "predict_town": ("keywords", ["price"], {"town", "share"}),
    },
    "shown": {  # no estimator: what the notebook looks at
        "near": ("keywords", ["size", "k"], {"Ulm", "Kiel"}),
        "dearer": ("keywords", ["town"], list),
        "judged": ("column", ["value"], list),
    },
    "single": {
        "price_of": ("keywords", ["size", "rooms"], list),
        "predict_home": ("record", ["size", "rooms"], list),
        "predict_list": ("vector", ["x1", "x2"], list),
        "predict_flat": ("row", ["size", "rooms"], float),
    },
}


# Left for `make test-slow`, so that `make test` stays quick.
SLOW = {"text_classification", "segmentation"}
NAMES = [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in SERVED]


@pytest.mark.parametrize("name", NAMES)
def test_the_notebooks_functions_are_endpoints_that_answer_as_it_did(name: str, service_of: Services) -> None:
    service = service_of(name)
    assert set(service.endpoints) == set(SERVED[name])
    for endpoint, (argument, fields, answer) in SERVED[name].items():
        noted = service.endpoints[endpoint]
        assert noted["argument"] == argument
        assert sorted(noted["fields"]) == sorted(fields)
        first = service.recorded(endpoint)[0]["answers"][0]
        assert set(first) == answer if isinstance(answer, set) else type(first) is answer
    assert service.script(REPLAY) == {name: 0 for name in SERVED[name]}


# How many recorded rows are answered otherwise in a fresh process than the notebook answered them.
REPLAY = """
import json, sys
from importlib import import_module
from pathlib import Path
version = Path(sys.argv[1])
package = next(p.name for p in Path(sys.path[1]).iterdir() if (p / "service.py").exists())
at = lambda name: import_module(f"{package}.{name}")
from_json, as_json, agree = json.loads, at("serving.answers").as_json, at("serving.golden").agree
loaded = at("serving.loading").Loaded(version, at("serving.settings").Settings())
wrong = {}
for name, reader in at("serving.rows").readers(any_field=False).items():
    requests = json.loads((Path(sys.path[1]).parent / "tests/reference" / f"{name}.json").read_text())
    wrong[name] = 0
    for each in requests:
        found = json.loads(as_json(loaded.answers(name, reader.of_json(json.dumps(each["rows"]).encode()))))
        wrong[name] += not agree(found, each["answers"], 1e-9)
print(json.dumps(wrong))
"""


def test_what_a_request_leaves_out_has_the_functions_default(service_of: Services) -> None:
    told = service_of("single").script(DEFAULTS)
    assert told["price_of"] == told["asked"] and told["predict_home"] != told["asked"]
    assert told["fractions"] == [["size", "rooms"], ["x1", "x2"]]


# What is answered when `rooms` is left out, or null; and which fields that saw whole numbers take others.
DEFAULTS = """
import json, sys
from importlib import import_module
from pathlib import Path
loaded = import_module("own_single.serving.loading").Loaded(Path(sys.argv[1]), import_module("own_single.serving.settings").Settings())
readers = import_module("own_single.serving.rows").readers(any_field=False)
def ask(name, **row):
    rows = readers[name].of_json(json.dumps(row).encode())
    return [round(float(x), 1) for x in loaded.answers(name, rows)[0]]
assert ask("price_of", size=50.5) == ask("price_of", size=50.5, rooms=None)
records = import_module("own_single.schemas").RECORDS
def real(name):
    return [f for f, kind in records[name].model_json_schema()["properties"].items() if "number" in str(kind)]
print(json.dumps({
    "asked": ask("price_of", size=50.5, rooms=2.5),
    "price_of": ask("price_of", size=50.5),
    "predict_home": ask("predict_home", size=50.5),
    "fractions": [real("predict_home"), real("predict_list")],
}))
"""


def test_a_function_that_is_named_is_the_only_one_served(tmp_path) -> None:  # type: ignore[no-untyped-def]
    notebook_file(NOTEBOOKS["two"], tmp_path / "two.ipynb")
    done = nbship("convert", "two.ipynb", "--to", "service", "--serve", "predict_town", "-o", "out", at=tmp_path)
    assert done.code == 0, done.err
    assert [p.stem for p in (tmp_path / "out/tests/reference").iterdir()] == ["predict_town"]
    train = (tmp_path / "out/src/two/train.py").read_text()
    assert "town_model" in train and "price_model" not in train
