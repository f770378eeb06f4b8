"""`prove` notices at least 95 % of the changes of a project that change any value or text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from mutants import NOTEBOOKS, all_judged, table


@pytest.mark.slow
def test_most_changes_that_matter_are_caught() -> None:
    pytest.importorskip("sklearn")
    found = all_judged(NOTEBOOKS, 12)
    changing = [one for one in found if one.changes]
    assert len(changing) >= 30, table(found)
    assert sum(one.caught for one in changing) >= 0.95 * len(changing), table(found)
    assert not [one for one in found if one.false], table(found)
