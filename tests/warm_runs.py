"""Notebooks made in a test, and runs of them on a kernel of either kind."""

from __future__ import annotations

import copy
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from converter.run.engine import Limits, Watch, execute
from converter.run.kernels import FRESH, Kernels

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from run_compare import differences  # noqa: E402

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
    kernel: str = "python3",
    limits: Limits | None = None,
    on_cell: Callable[[int], None] = lambda index: None,
    **environment: str,
) -> tuple[Any, Watch]:
    """A copy of the notebook after a run with these variables, and how that went."""
    done = copy.deepcopy(node)
    watch = Watch(time.monotonic(), limits or Limits())
    execute(
        done,
        watch,
        kernel=kernel,
        environment={**os.environ, **environment},
        folder=str(Path(folder).absolute()),
        on_cell=on_cell,
        kernels=kernels,
    )
    return done, watch


def lasting_differences(
    node: Any, kernels: Kernels, folder: Path, kernel: str = "python3", **environment: str
) -> dict[int | None, str]:
    """Where a run on `kernels` differs from papermill's own in three pairs of runs, and how.

    What the clock does (which stream was sent first) does not come out the same three times.
    """
    lasting: dict[int | None, str] = {}
    for turn in range(3):
        done = []
        for source in (FRESH, kernels):
            here = folder / "here"
            here.mkdir()
            done.append(ran(node, source, folder=here, kernel=kernel, **environment))
            here.rename(folder / f"done-{turn}-{len(done)}")
        (fresh, how), (warm, how_warm) = done
        found = dict(differences(fresh, warm))
        if how.ending != how_warm.ending:
            found[None] = f"ended {how.ending or 'well'} and {how_warm.ending or 'well'}"
        lasting = {n: w for n, w in found.items() if n in lasting or not turn}
        if not lasting:
            break
    return lasting


def printed(node: Any) -> list[str]:
    """What each code cell wrote on stdout."""
    return [
        "".join(one.text for one in cell.outputs if one.get("name") == "stdout")
        for cell in node.cells
    ]


def runs_still(pid: int, seconds: float = 5.0) -> bool:
    """Whether a process lives on; what waits to be reaped is dead."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True
