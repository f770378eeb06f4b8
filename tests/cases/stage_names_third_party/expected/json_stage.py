"""JSON (cell 4 of the notebook)."""

import json as js
from typing import Any

import numpy


def json_stage(a: numpy.ndarray) -> Any:
    """JSON (notebook cell 4)."""
    text = js.dumps(a.tolist())
    return text
