"""The notebook that goes to papermill: where values are injected, what is never in it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from notebooks import notebook_of
from pydantic import SecretStr

from converter.analyse.dataflow import dataflow_of
from converter.parse.program import parse_program
from converter.plan.parameters import parameters_of
from converter.read.injected import without_injected
from converter.run.prepared import Prepared, prepared
from converter.run.source import as_source

pytestmark = pytest.mark.fast
TAGGED = {1: ("parameters",)}


def ready(*cells: str, tagged: bool = True, **values: object) -> Prepared:
    flow = dataflow_of(parse_program(notebook_of(*cells, tags=TAGGED if tagged else None)))
    document = json.loads(flow.program.notebook.text)
    for number, cell in enumerate(document["cells"], 1):
        tags = list(TAGGED.get(number, ())) if tagged else []
        cell.update(id=f"c{number}", metadata={"tags": tags})
    text = json.dumps(document)
    object.__setattr__(flow.program.notebook, "text", text)
    return prepared(flow, parameters_of(flow)[0], values)


def sources(found: Prepared) -> list[str]:
    return ["".join(cell["source"]) for cell in found.document["cells"]]


def ran(found: Prepared) -> dict[str, object]:
    """The names after the cells ran one after the other."""
    names: dict[str, object] = {}
    for source in sources(found):
        exec(source, names)
    return names


def test_nothing_given_changes_nothing():
    cells = ("N = 2  # count\nOUT = N * 10\n", "print(OUT)")
    found = ready(*cells)
    assert sources(found) == [text.rstrip("\n") for text in cells]
    assert found.environment == {}


def test_nothing_given_to_a_notebook_without_parameters_changes_nothing():
    assert sources(ready("print(1)", "x = [2]", tagged=False)) == ["print(1)", "x = [2]"]


def test_values_stand_between_parameters_and_what_derives_from_them():
    found = ready("N = 2  # count\nOUT = N * 10\nK: int = 3\nF = OUT + K", "G = F + 1", N=5)
    assert sources(found) == [
        "N = 2  # count\nK: int = 3",
        "# Parameters\nN = 5",
        "OUT = N * 10\nF = OUT + K",
        "G = F + 1",
    ]
    assert [piece.number for piece in found.pieces] == [1, 0, 1, 2]
    assert ran(found)["G"] == 54


def test_two_parameters_on_one_line():
    assert ran(ready("A = 1; B = 2; C = A + B", A=10))["C"] == 12


def test_typed_values_need_no_import_of_the_notebook():
    given = {"D": date(2024, 5, 6), "P": Path("x/y"), "M": Decimal("1.50")}
    found = ready(
        "from datetime import date\nfrom decimal import Decimal\nfrom pathlib import Path\n"
        "D = date(2024, 1, 1)\nP = Path('a')\nM = Decimal('2')",
        **given,
    )
    names = ran(found)
    assert {name: names[name] for name in given} == given


def test_offered_constants_get_a_cell_of_their_own():
    found = ready("import math", "# the rate\nRATE = 0.5\ny = RATE * 2", tagged=False, RATE=2.0)
    assert sources(found) == [
        "import math",
        "# the rate\nRATE = 0.5",
        "# Parameters\nRATE = 2.0",
        "y = RATE * 2",
    ]


def test_a_secret_is_in_no_cell():
    cell = "API_KEY = 'own-value-77'  # mine\nPASSWORD: str = 'other-value-78'\nN = 1"
    found = ready(cell, API_KEY=SecretStr("given-1"), PASSWORD=SecretStr("given-2"), N=2)
    text = json.dumps(found.document) + repr(found) + json.dumps(found.recorded)
    for secret in ("own-value", "other-value", "given-1", "given-2"):
        assert secret not in text
    assert sorted(found.environment.values()) == ["given-1", "given-2"]
    assert {"own-value-77", "other-value-78", "given-1", "given-2"} <= set(found.hidden)
    assert found.recorded["N"] == 2


def test_an_empty_secret_stays_optional():
    assert sources(ready("API_KEY: str = ''  # not needed\nN = 1")) == [
        "API_KEY: str = ''  # not needed\nN = 1"
    ]


def test_cells_of_an_earlier_run_are_emptied():
    notebook = notebook_of(
        "N = 1", "N = 5", "print(N)", tags={**TAGGED, 2: ("injected-parameters",)}
    )
    text = json.loads(notebook.text)
    for cell in text["cells"]:
        cell["metadata"] = {}
    object.__setattr__(notebook, "text", json.dumps(text))
    clean = without_injected(notebook)
    assert [cell.source for cell in clean.cells] == ["N = 1", "", "print(N)"]
    assert [cell["source"] for cell in json.loads(clean.text)["cells"]] == ["N = 1", [], "print(N)"]
    assert [one.name for one in parameters_of(dataflow_of(parse_program(clean)))[0].parameters] == [
        "N"
    ]


def test_a_notebook_without_such_cells_is_itself():
    notebook = notebook_of("N = 1")
    assert without_injected(notebook) is notebook


@pytest.mark.parametrize(
    "value",
    [None, True, 3, -2.5, "a'\n\"", [1, "x"], (1,), (), {"a": [1]}, {1, 2}, set(), frozenset({1})],
    ids=repr,
)
def test_source_evaluates_to_the_value(value):
    assert eval(as_source(value)) == value


def test_source_of_what_is_no_number():
    assert str(eval(as_source(float("nan")))) == "nan"
    assert eval(as_source(float("-inf"))) == float("-inf")
