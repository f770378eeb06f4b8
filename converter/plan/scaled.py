"""What is said of answers that keep the scale in which an estimator learned its target."""

from __future__ import annotations

from collections.abc import Iterator

from converter.model.diagnostic import Diagnostic
from converter.model.plan import Plan


def in_another_scale(plan: Plan) -> Iterator[Diagnostic]:
    """Warnings for made functions whose answers the notebook never takes back: they are logarithms, say."""
    assert plan.split is not None
    spans = {each.order: each.span for each in plan.dataflow.statements}
    scales = {made.name: made for made in plan.made if made.scale}
    for served in plan.split.served:
        if made := scales.get(served.name):
            yield Diagnostic(
                "NB814",
                "warning",
                f"'{made.name}' answers in the scale that '{made.estimator}' learned, `{made.scale}`: "
                "the notebook never takes that back",
                "take it back where the notebook predicts, as `np.expm1(model.predict(X))` does for "
                "`np.log1p`, if callers want the data's own scale",
                spans[served.statement],
            )
