"""Two runs side by side."""

from __future__ import annotations

import json
import math
from pathlib import Path

from store_records import a_record, full_record

from converter.orchestrate.comparing import CellChange, Difference, compared


def notebook(path: Path, *cells: str) -> str:
    """A notebook's path; a cell that begins with `#!` is one that a run adds."""
    content = [
        {
            "cell_type": "code",
            "source": cell.splitlines(keepends=True),
            "metadata": {"tags": ["injected-parameters"]} if cell.startswith("#!") else {},
        }
        for cell in cells
    ]
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": "x"}, *content]}))
    return str(path)


def test_a_run_does_not_differ_from_itself() -> None:
    record = a_record(sha256="a" * 64, metrics={"loss": math.nan})
    found = compared(record, record)
    assert (found.parameters, found.metrics, found.facts, found.cells) == ((), (), (), ())
    assert found.same_code


def test_values_that_differ_or_are_on_one_side_only() -> None:
    found = compared(full_record(), a_record(parameters={"alpha": 0.1, "flag": 1}))
    names = [one.name for one in found.parameters]
    assert "alpha" not in names and "flag" in names  # True and 1 are two things
    assert Difference("kind", "rbf", None) in found.parameters
    assert Difference("accuracy", 0.9, None) in found.metrics
    assert Difference("status", "failed", "complete") in found.facts


def test_changed_cells_by_their_place_and_difference(tmp_path: Path) -> None:
    one = notebook(tmp_path / "a.ipynb", "x = 1", "#! 1", "y = 2\nz = 3", "print(x)")
    other = notebook(tmp_path / "b.ipynb", "#! 2", "x = 1", "y = 2\nz = 4", "print(x)", "w = 1")
    found = compared(
        a_record(sha256="a", output=one), a_record("other", sha256="b", output=other)
    )
    assert found.cells == (
        CellChange(2, 2, ("@@ -1,2 +1,2 @@", " y = 2", "-z = 3", "+z = 4")),
        CellChange(None, 4, ("@@ -0,0 +1 @@", "+w = 1")),
    )
    assert not found.same_code


def test_cells_that_cannot_be_compared_say_why(tmp_path: Path) -> None:
    one = a_record(sha256="a", output=notebook(tmp_path / "a.ipynb", "x = 1"))
    gone = a_record(sha256="b", output=str(tmp_path / "gone.ipynb"))
    assert "gone.ipynb cannot be read" in compared(one, gone).note
    (tmp_path / "gone.ipynb").write_text('{"cells": 3}')
    assert "cannot be read" in compared(one, gone).note
    assert "notebooks" in compared(one, a_record(kind="job", sha256="c")).note
