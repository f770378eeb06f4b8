"""Whether a value can be stored with pickle, and what in it keeps it from that."""

from __future__ import annotations

import pickle
from typing import Any


class _Nowhere:
    """A file that keeps nothing: how large a value is does not matter."""

    def write(self, content: Any) -> int:
        return len(content)


def why_unstorable(value: Any) -> str:
    """Why no file can hold `value`, or "".

    A function or class of the notebook is no reason: a project has it in a module.
    """
    try:
        pickle.Pickler(_Nowhere(), protocol=4).dump(value)
    except Exception as error:  # strangers' objects
        text = f"{type(error).__name__}: {error}"
        if "<lambda>" in text:
            return "it holds a lambda"
        if "<locals>" in text:
            return "it holds a function or class that was defined inside a function"
        if "not the same object" in text or "not found as __main__" in text:
            return ""
        return text[:200]
    return ""
