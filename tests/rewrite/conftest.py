"""A table for notebooks of the tests."""

from __future__ import annotations

import math
import random

import pytest


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A CSV of a hundred flats: numbers with gaps, categories, texts and dates."""
    draw = random.Random(3)
    rows = [
        {
            "size": round(draw.uniform(20, 180), 1),
            "rooms": draw.choice([1, 2, 3, 4, math.nan]),
            "town": draw.choice(["Ulm", "Bonn", "Kiel"]),
            "heating": draw.choice(["gas", "oil", None]),
            "built": f"{draw.randint(1900, 2020)}-0{draw.randint(1, 9)}-11",
            "street": f"{draw.choice('ABCD')} {draw.randint(1, 90)}",
            "price": draw.randint(100, 900),
        }
        for _ in range(100)
    ]
    path = tmp_path_factory.mktemp("data") / "flats.csv"
    pandas = pytest.importorskip("pandas")
    pandas.DataFrame(rows).to_csv(path, index=False)
    return path
