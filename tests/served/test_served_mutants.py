"""Generated services' own tests notice at least 95 % of the changes that change any answer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from converted import Converted, converted
from serve_mutants import SHARE, Trained, judged_all, share, told

ALL = ("churn", "segmentation", "text_classification", "estimator", "globals", "cell", "two", "pickles")


def judge(shared: Path, folder: Path, names: tuple[str, ...], each: int) -> None:
    services = [trained(name, converted(name, shared)) for name in names]
    found = judged_all(services, folder, each=each)
    print(told(found))
    assert len([one for one in found if one.changes]) >= 6 * len(names), told(found)
    assert {one.mutant.kind for one in found if one.changes} >= {"constant", "frozen"}
    assert share(found) >= SHARE, told(found)


def trained(name: str, service: Converted) -> Trained:
    return Trained(name, service.project.folder, service.project.package, service.version)


def test_a_sample_of_changes_is_noticed(shared: Path, tmp_path: Path) -> None:
    judge(shared, tmp_path, ("globals",), 14)


@pytest.mark.slow
def test_most_changes_that_matter_are_noticed(shared: Path, tmp_path: Path) -> None:
    judge(shared, tmp_path, ALL, 60)
