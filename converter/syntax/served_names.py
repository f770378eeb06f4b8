"""Names by which a notebook says that a function predicts."""

from __future__ import annotations

import re

NAMED = re.compile(
    r"(?:^|_)(predict|predictions?|classify|infer|inference|forecast|recommend|recommendations?|serve|score_one)(?:_|$)"
)


def is_named_for_prediction(name: str) -> bool:
    """True for `predict`, `knn_predict`, `classify_message`; not for private ones."""
    return not name.startswith("_") and bool(NAMED.search(name.lower()))
