"""Run one notebook and write what it printed and computed: NOTEBOOK FOLDER RECORD.

Runs under the corpus environment's Python. FOLDER is a throw-away copy of the notebook's folder.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

DUMP = """
import os as _os, sys as _sys
_sys.path.insert(0, _os.environ["CORPUS_BENCHMARKS"])
import corpus_values as _corpus_values
_corpus_values.dump(dict(globals()), _os.environ["CORPUS_VALUES"])
"""


def texts_of(outputs: list[Any]) -> list[list[str]]:
    """The text a reader sees, in order: `["stdout", text]` and `["display", text]`."""
    found = []
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] == "stdout":
            found.append(["stdout", output["text"]])
        elif output["output_type"] in ("execute_result", "display_data"):
            text = output["data"].get("text/plain")
            if text is not None:
                found.append(["display", text])
    return found


def recorded(notebook: Path, folder: Path, values: Path) -> dict[str, Any]:
    """The record of one run; `status` is `ok` or the error's name and text."""
    nbclient: Any = import_module("nbclient")
    nbformat: Any = import_module("nbformat")

    tree = nbformat.read(notebook, as_version=4)
    for cell in tree.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    tree.cells.append(nbformat.v4.new_code_cell(DUMP))
    os.environ["CORPUS_VALUES"] = str(values)
    client = nbclient.NotebookClient(
        tree, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    start = time.monotonic()
    status = "ok"
    try:
        client.execute()
    except (nbclient.exceptions.CellExecutionError, TimeoutError) as exc:
        status = f"{type(exc).__name__}: {getattr(exc, 'ename', '')}: {getattr(exc, 'evalue', '')}"
    except nbclient.exceptions.DeadKernelError as exc:
        status = f"DeadKernelError: {exc}"
    code = [cell for cell in tree.cells if cell.cell_type == "code"][:-1]
    return {
        "status": status,
        "seconds": round(time.monotonic() - start, 1),
        "outputs": [pair for cell in code for pair in texts_of(cell.outputs)],
        "values": json.loads(values.read_text()) if values.exists() else {},
    }


def main(notebook: str, folder: str, record: str) -> int:
    target = Path(record)
    values = target.absolute().with_suffix(".values")
    found = recorded(Path(notebook), Path(folder), values)
    values.unlink(missing_ok=True)
    target.write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
