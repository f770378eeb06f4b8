"""Every statement of every notebook of the corpus, where it is unpacked, is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.cli.account import unaccounted
from converter.errors import NbshipError
from converter.model.settings import Settings
from converter.pipeline import plan_of

CORPUS = Path(__file__).resolve().parents[2] / ".corpus/notebooks"
NOTEBOOKS = sorted(CORPUS.rglob("*.ipynb")) if CORPUS.is_dir() else []
OWN = sorted((Path(__file__).resolve().parents[2] / "example_notebooks").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.skipif(not NOTEBOOKS, reason="no corpus here: `make corpus` unpacks it")
@pytest.mark.parametrize("part", range(8))
def test_the_ledger_of_the_corpus(part: int) -> None:
    for path in NOTEBOOKS[part::8]:
        check(path)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_the_ledger_of_the_examples(path: Path) -> None:
    assert check(path)


def check(path: Path) -> bool:
    try:
        plan = plan_of(str(path), Settings())
    except NbshipError:
        return False  # no notebook, or another language
    assert unaccounted(plan) == (), path
    orders = [entry.statement for entry in plan.ledger]
    assert sorted(orders) == [each.order for each in plan.dataflow.statements], path
    for entry in plan.ledger:
        assert entry.why, (path, entry)
    return True
