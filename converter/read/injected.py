"""Cells that an earlier run injected: papermill replaces them, so a new run starts without them."""

from __future__ import annotations

import json
from dataclasses import replace

from converter.model.notebook import Notebook

_TAG = "injected-parameters"


def without_injected(notebook: Notebook) -> Notebook:
    """The notebook with such cells emptied; the other cells keep their numbers."""
    emptied = {cell.number for cell in notebook.cells if _TAG in cell.tags}
    if not emptied:
        return notebook
    cells = tuple(
        replace(cell, source="", tags=()) if cell.number in emptied else cell
        for cell in notebook.cells
    )
    document = json.loads(notebook.text)
    for number in emptied:
        cell = document["cells"][number - 1]
        tags = [tag for tag in cell["metadata"].get("tags", []) if tag != _TAG]
        cell["source"], cell["metadata"]["tags"] = [], tags
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return replace(notebook, cells=cells, text=text)
