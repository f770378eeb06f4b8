"""What `%timeit` does besides is said where it is left out."""

from __future__ import annotations

import pytest
from notebooks import flow_of

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    "source",
    [
        "%timeit sum(found)",
        "%timeit sorted(found)[:2]",
        "%timeit found_here = []; found_here.append(1)",
        "%%timeit\nmine = list(found)\nmine.append(1)",
        "%%timeit -n 3\nopen('a').read()",
        "%timeit -n 1 -r 1 found.append(1)",
        "%timeit (",
    ],
)
def test_a_trial_that_only_computes_is_left_out_without_a_word(source: str) -> None:
    assert flow_of("found = [3, 1]", source).diagnostics == ()


@pytest.mark.parametrize(
    ("source", "says", "line"),
    [
        ("%timeit found.append(1)", "'%timeit' is left out, but what it times changes found", 1),
        ("x = 1\n%timeit -n 5 found.sort()", "changes found", 2),
        ("%%timeit\nfound.append(1)\nother = 1", "'%%timeit' is left out", 1),
        ("%%timeit found.clear()\n1 + 1", "changes found", 1),
        ("%timeit np.random.rand(3)", "draws random numbers", 1),
        ("%timeit keep(found)", "writes files", 1),
        ("%timeit add()", "changes found", 1),
    ],
)
def test_a_trial_that_does_more_is_told(source: str, says: str, line: int) -> None:
    flow = flow_of(
        "import numpy as np\nfound = [3, 1]",
        "def keep(x):\n    open('a', 'w').write(str(x))\ndef add():\n    found.append(1)",
        source,
    )
    (remark,) = flow.diagnostics
    assert (remark.code, remark.severity) == ("NB408", "warning")
    assert says in remark.message and remark.hint
    assert remark.span is not None and (remark.span.cell, remark.span.line) == (3, line)
