"""Real notebooks give the same outputs on warm kernels as on papermill's: examples and the corpus."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "benchmarks"))

from run_differences import compared, kernel_of  # noqa: E402

EXAMPLES = sorted((ROOT / "example_notebooks").glob("*.ipynb"))
QUICK = ("campaign_report", "kpi_report")
CORPUS = ROOT / ".corpus"


def parameters():
    for file in EXAMPLES:
        marks = [] if file.stem in QUICK else [pytest.mark.slow]
        yield pytest.param(file, marks=marks, id=file.stem)


@pytest.mark.parametrize("file", list(parameters()))
def test_an_example_gives_the_same(pool, file):
    found = compared(file, pool, "python3", 300)
    assert not found.lasting, found.lasting
    assert found.remarks == []
    assert (found.ending, found.cells > 5) == ("", True)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["pool", "zmq_pool"])
def test_the_measuring_notebook_gives_the_same(request, mode):
    found = compared(
        ROOT / "benchmarks/measuring.ipynb", request.getfixturevalue(mode), "python3", 300
    )
    assert not found.lasting, found.lasting


# A few of the corpus' notebooks that are quick; `benchmarks/run_differences.py` runs them all.
SOME = ("cds110-L2_invpend-dynamics", "quickstart", "iv_using-formulas", "wls", "categorical")


@pytest.mark.slow
@pytest.mark.skipif(not (CORPUS / "env/.complete").exists(), reason="no corpus on this machine")
@pytest.mark.parametrize("name", SOME)
def test_a_notebook_of_the_corpus_gives_the_same(pool, name):
    (file,) = (CORPUS / "notebooks").resolve().rglob(f"{name}.ipynb")
    with kernel_of((CORPUS / "env/bin/python").absolute()) as kernel:
        found = compared(file, pool, kernel, 600)
    assert not found.lasting, json.dumps(list(found.lasting.values()))[:2000]
    assert found.remarks == []
