"""Load (cell 2 of the notebook)."""

import io as text_io
from typing import Any


def load() -> tuple[Any, Any, Any, Any, Any, Any]:
    """Load (notebook cell 2)."""
    for i, (name, value) in enumerate([("a", 1), ("b", 2)]):
        pass
    with text_io.StringIO("line one\nline two") as handle:
        lines = handle.read().splitlines()
    for row in lines:
        if "two" in row:
            break
    else:
        row = None
    return i, name, value, handle, lines, row
