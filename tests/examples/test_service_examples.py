"""Example notebooks become services that answer as the notebooks do, over HTTP."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from projects import EXAMPLES

SERVICES = {
    "churn": "a classifier's probabilities; a function that reads four globals, tagged `predict`",
    "demand_forecast": "a model for each product, asked together in a comprehension",
    "rents": "a regressor; no tag and no function",
    "segmentation": "clusters; an untagged function of one customer",
    "text_classification": "texts; an untagged function that asks the model",
}
REFUSED = {
    "campaign_report": "NB803",
    "churn_exploration": "NB807",  # a median by group, over all rows it is given
    "kpi_report": "NB803",
}
QUICK = {"rents"}


def proved(name: str, folder: Path) -> dict[str, object]:
    """The JSON document of `nbship convert --to service --prove`."""
    shutil.copytree(EXAMPLES, folder / "examples")
    words = ["convert", f"examples/{name}.ipynb", "--to", "service", "-o", "made", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "converter", *words, "--prove"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(EXAMPLES.parent)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n in QUICK else pytest.mark.slow) for n in SERVICES],
)
def test_the_service_answers_as_the_notebook(name: str, tmp_path: Path) -> None:
    document = proved(name, tmp_path)
    proof = document["proof"]
    assert isinstance(proof, dict)
    assert proof["verdict"] == "equivalent"
    assert proof["counts"]["answers"] >= 3
    assert not [each for each in document["diagnostics"] if each["severity"] == "error"]  # type: ignore[attr-defined]


@pytest.mark.fast
@pytest.mark.parametrize(("name", "code"), sorted(REFUSED.items()))
def test_what_cannot_be_served_is_refused_with_a_remedy(name: str, code: str) -> None:
    from converter.model.settings import Settings
    from converter.pipeline import plan_of

    plan = plan_of(str(EXAMPLES / f"{name}.ipynb"), Settings(target="service"))
    errors = [each for each in plan.diagnostics if each.severity == "error"]
    assert {each.code for each in errors} == {code}
    assert all(each.hint for each in errors)


@pytest.mark.fast
def test_every_example_is_here() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.ipynb")} == {*SERVICES, *REFUSED}
