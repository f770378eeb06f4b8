"""Whatever runs top to bottom becomes a job that prints the same and gives the same values."""

from __future__ import annotations

from both_ways import (
    differences,
    plan_or_refusal,
    refusal_codes,
    run_job,
    run_notebook,
    texts_of,
)
from drawn_expressions import EXCLUDED
from drawn_notebooks import notebooks
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from converter.errors import NotebookError
from converter.model.settings import Displays

# Four times what the other properties take: this one is the promise.
MANY = 4 * settings().max_examples


@settings(max_examples=MANY)
@given(notebooks(), st.sampled_from(["drop", "drop", "print"]))
def test_the_job_does_what_the_notebook_did(cells: list[str], displays: Displays) -> None:
    try:
        notebook = run_notebook(cells, displays)
    except Exception as error:  # a notebook that does not run promises nothing
        event(f"does not run: {type(error).__name__}")
        assume(False)
        return
    try:
        plan = plan_or_refusal(cells, displays)
    except NotebookError as error:
        event(f"refused: {' '.join(sorted(set(refusal_codes(error))))}")
        return
    assume(not (plan.literal and plan.parameters and "literal_parameters" in EXCLUDED))
    event("literal" if plan.literal else f"{len(plan.stages)} stages")
    texts = texts_of(plan)
    found = differences(notebook, run_job(plan, texts))
    assert not found, "\n".join([*found, *cells, *texts.values()])
