"""`show` and `display` of a project print the text that a kernel sends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from projects import small_project

from converter.model.project import Module

SETUP = """
import numpy as np, pandas as pd
from IPython.display import HTML, Markdown
from sklearn.linear_model import LinearRegression
class Pretty:
    def _repr_pretty_(self, printer, cycle):
        printer.text("pretty!")
class Broken:
    def __repr__(self):
        return "plain"
    def _repr_html_(self):
        return "<b>rich</b>"
def function(x): ...
frame = pd.DataFrame({f"column_{i}": range(3) for i in range(30)})
"""
VALUES = """
None
1.0 / 3
"a 'quoted' text"
"two\\nlines"
{f"key_{i}": list(range(i)) for i in range(12)}
[[1, [2, [3, "x" * 70]]], "y" * 40]
{"b", "a", "c"}
(1,)
list(range(2000))
{1: {2: {3: {}}}}
function
Pretty
Pretty()
Broken()
len
print
np.arange(2000)
np.float64(0.25)
frame
frame.describe()
frame["column_1"]
frame.shape
pd.Timestamp("2024-01-02")
LinearRegression(fit_intercept=False)
HTML("<p>x</p>")
Markdown("**x**")
type(frame)
frame.columns
slice(1, 2)
b"bytes"
...
"""


def in_a_kernel(sources: list[str]) -> str:
    """The text form of what each cell shows."""
    import nbformat.v4
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    NotebookClient(notebook, timeout=100).execute()
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    return "".join(o["data"]["text/plain"] + "\n" for o in outputs if "data" in o)


@pytest.mark.parametrize("call", ["show({})", "display({})"])
def test_text_is_what_a_kernel_sends(tmp_path: Path, call: str) -> None:
    values = VALUES.strip().splitlines()
    calls = [call.format(value) for value in values]
    project = small_project(tmp_path, shows=True)
    script = "\n".join(
        [
            SETUP,
            "from churn.display import display, show",
            "from churn.progress import stage",
            'with stage("load"):',
            *(f"    {line}" for line in calls),
        ]
    )
    (tmp_path / "shown.py").write_text(script)
    done = project.module("shown")
    assert done.code == 0, done.err
    cells = values if call == "show({})" else calls
    kernel = in_a_kernel([SETUP, *cells]).replace("__main__.", "")
    assert re.sub(r"0x[0-9a-f]+", "0x", done.out.replace("__main__.", "")) == re.sub(
        r"0x[0-9a-f]+", "0x", kernel
    )


def test_display_knows_mime_bundles_and_handles(tmp_path: Path) -> None:
    project = small_project(tmp_path, shows=True)
    lines = [
        "from churn.display import display",
        "display({'text/plain': 'as text', 'text/html': '<b>'}, raw=True)",
        "display(None, 1)",
        "assert display(1, display_id=True) is not None",
    ]
    (tmp_path / "shown.py").write_text("\n".join(lines) + "\n")
    assert project.module("shown").out == "as text\nNone\n1\n1\n"


def test_own_functions_and_classes_are_named_as_in_the_notebook(tmp_path: Path) -> None:
    text = "class Model: ...\n\n\ndef clean(frame, *, k=1): ...\n"
    project = small_project(tmp_path, shows=True, modules=(Module("features", text),))
    lines = [
        "from churn.display import show",
        "from churn.features import Model, clean",
        "for value in (clean, Model, [clean], '<churn.features.Model>'):",
        "    show(value)",
    ]
    (tmp_path / "shown.py").write_text("\n".join(lines) + "\n")
    assert project.module("shown").out.splitlines() == [
        "<function __main__.clean(frame, *, k=1)>",
        "__main__.Model",
        "[<function __main__.clean(frame, *, k=1)>]",
        "'<churn.features.Model>'",
    ]
