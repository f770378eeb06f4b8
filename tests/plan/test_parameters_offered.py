"""Constants offered as settings in notebooks without a parameters cell."""

from __future__ import annotations

import pytest
from notebooks import plan_for
from parameter_flows import flow_of

from converter.model.settings import Settings
from converter.plan.parameters import parameters_of

pytestmark = pytest.mark.fast


def offered(*cells: str) -> list[str]:
    found, _ = parameters_of(flow_of(*cells, tagged=()))
    assert all(one.offered for one in found.parameters)
    assert not found.derived
    return [one.name for one in found.parameters]


@pytest.mark.parametrize(
    "cells",
    [
        ("x = 1",),
        ("X = 1",),
        ("a = 0.5", "b = 3"),
        ("result = 3",),
        ("N_ROWS = load()",),
        ("SEED = None",),
        ("SEED = 1", "SEED = 2"),
        ("SEED = 1", "SEED += 1"),
        ("SEED = 1", "del SEED"),
        ("f(SEED)", "SEED = 1"),
        ("NAMES = ['a']", "NAMES.append('b')"),
        ("ROWS = [[1, 2], [3, 4]]",),
        ("ROWS = {'a': 1}",),
        ("ROWS = list(range(3))",),
        (f"ROWS = {list(range(30))}",),
        (f"TEXT = {'a' * 201!r}",),
        ("TEXT = 'a\\nb'",),
        ("if True:\n    SEED = 1",),
        ("max = 3",),
        ("seed = 1", "from numpy.random import seed"),
        ("SETTINGS = ['https://u:p@h/']",),
    ],
)
def test_what_is_not_plainly_a_setting_stays(cells: tuple[str, ...]) -> None:
    assert offered(*cells) == []


@pytest.mark.parametrize(
    "text",
    [
        "SEED = 1",
        "seed = 1",
        "test_size = 0.2",
        "n_estimators = 100",
        "DATA_PATH = 'a.csv'",
        "output_dir = 'out'",
        "FEATURES = ['a', 'b']",
        "figsize_ratio = (1, 2)",
        "k = 3",
        "VERBOSE = True",
        "SEED: int = 7",
        "password = 'x'",
        "report_month = '2023-05'",
        "currency = 'EUR'",
        "DB = 'shop.db'",
        "N = 1000",
        "dt = 1 / 252",
    ],
)
def test_settings_are_offered(text: str) -> None:
    assert len(offered("import os", text, "print(1)")) == 1


def test_several_constants_of_one_line_are_offered_each() -> None:
    code = "S0, strike, n_sims = 100, 105, 5000\nprint(S0 - strike, n_sims)"
    assert [one.name for one in plan_for(code, settings=Settings()).parameters] == ["S0", "n_sims"]


def test_nothing_is_offered_beside_a_parameters_cell() -> None:
    found, _ = parameters_of(flow_of("SEED = 1", "N_ROWS = 2"))
    assert [one.name for one in found.parameters] == ["SEED"]


def test_nothing_is_offered_when_not_asked() -> None:
    found, remarks = parameters_of(flow_of("SEED = 1", tagged=()), offer=False)
    assert found.parameters == ()
    assert remarks == ()
