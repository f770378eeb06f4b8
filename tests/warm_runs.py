"""Notebooks made in a test, and runs of them on a kernel of either kind."""

from __future__ import annotations

import copy
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from converter.run.engine import Limits, Watch, execute
from converter.run.kernels import FRESH, Kernels

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook_of(*cells: str | dict[str, Any]) -> Any:
    """A notebook of code cells; a cell is its source, or a dictionary with `source` and `tags`."""
    node = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
    for number, cell in enumerate(cells):
        given = {"source": cell} if isinstance(cell, str) else cell
        made = nbformat.v4.new_code_cell(given["source"], id=f"cell-{number}")
        made.metadata["tags"] = list(given.get("tags", ()))
        made.metadata["papermill"] = {}
        node.cells.append(made)
    node.metadata["papermill"] = {}
    return node


def ran(
    node: Any,
    kernels: Kernels = FRESH,
    *,
    folder: Path | str = ".",
    environment: dict[str, str] | None = None,
    on_cell: Callable[[int], None] = lambda index: None,
    **limits: Any,
) -> tuple[Any, Watch]:
    """A copy of the notebook after a run, and how that went."""
    done = copy.deepcopy(node)
    watch = Watch(time.monotonic(), Limits(**limits))
    execute(
        done,
        watch,
        kernel="python3",
        environment={**os.environ, **(environment or {})},
        folder=str(Path(folder).absolute()),
        on_cell=on_cell,
        kernels=kernels,
    )
    return done, watch


def printed(node: Any) -> list[str]:
    """What each code cell wrote on stdout."""
    return [
        "".join(one.text for one in cell.outputs if one.get("name") == "stdout")
        for cell in node.cells
    ]
