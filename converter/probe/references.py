"""Values of names in the files that people read: tables as parquet, the rest pickled.

Nothing here is read back while comparing: portraits are compared.
"""

from __future__ import annotations

import importlib
import io
import pickle
import sys
import types
import warnings
from collections.abc import Mapping
from typing import Any

from .session import Session

CODE = (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType)


class _TooLarge(Exception):
    """The value takes more room than there is."""


class _Bounded(io.BytesIO):
    """Bytes up to a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, content: Any) -> int:
        if self.tell() + len(content) > self._limit:
            raise _TooLarge
        return super().write(content)


def keep(session: Session, space: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
    """Nothing; writes `values/NAME.parquet` or `.joblib` of each name, as far as the room lasts."""
    left = int(settings["bytes"])
    for name in settings["names"]:
        if name not in space or callable(space[name]) and type(space[name]) in CODE:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                suffix, content = _written(space[name], left)
        except Exception as error:  # a library's refusal can be of any class
            session.event("reference", name=name, file=None, why=type(error).__name__.lstrip("_"))
            continue
        if session.context.holds_secret(content):
            session.event("reference", name=name, file=None, why="a secret is in it")
            continue
        left -= len(content)
        file = f"{name}{suffix}"
        (session.folder / "values").mkdir(exist_ok=True)
        (session.folder / "values" / file).write_bytes(content)
        session.event("reference", name=name, file=f"values/{file}", why="")


def _written(value: Any, limit: int) -> tuple[str, bytes]:
    target = _Bounded(limit)
    pandas = sys.modules.get("pandas")
    if pandas is not None and hasattr(pandas, "DataFrame") and type(value) is pandas.DataFrame:
        try:
            value.to_parquet(target)
            return ".parquet", target.getvalue()
        except (ImportError, ValueError, TypeError):
            target = _Bounded(limit)
        except Exception as error:
            if type(error).__module__.partition(".")[0] != "pyarrow":
                raise
            target = _Bounded(limit)
    try:
        joblib = importlib.import_module("joblib") if "joblib" in sys.modules else None
    except ImportError:
        joblib = None
    if joblib is not None:
        joblib.dump(value, target)
        return ".joblib", target.getvalue()
    pickle.dump(value, target, protocol=4)
    return ".pkl", target.getvalue()
