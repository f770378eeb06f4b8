"""Python source for values: what the injected cell says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from pathlib import PurePath

from converter.errors import InternalError
from converter.model.parameter import Parameter

# Under names of their own: the notebook may use `datetime` for the class and `date` for a column.
_MODULES = ("datetime", "decimal", "os", "pathlib", "pydantic")


def assignments(values: Mapping[str, object], secrets: Mapping[str, tuple[Parameter, str]]) -> str:
    """Lines that assign the values; secrets are taken out of the kernel's environment.

    `secrets` tells the environment variable that holds each one.
    """
    lines = []
    for name, value in values.items():
        if name not in secrets:
            lines.append(f"{name} = {as_source(value)}")
            continue
        parameter, variable = secrets[name]
        text = f"_os.environ.pop({variable!r})"
        lines.append(f"{name} = {text if parameter.reveal else f'_pydantic.SecretStr({text})'}")
    body = "\n".join(lines)
    imports = [f"import {name} as _{name}" for name in _MODULES if f"_{name}." in body]
    return "\n".join([*imports, *lines])


def as_source(value: object) -> str:
    """Source text that evaluates to `value`."""
    match value:
        case float() if not isfinite(value):
            return f"float({str(value)!r})"
        case None | bool() | int() | float() | str() | bytes():
            return repr(value)
        case PurePath():
            return f"_pathlib.Path({str(value)!r})"
        case Decimal():
            return f"_decimal.Decimal({str(value)!r})"
        case timedelta():
            return f"_{value!r}"
        case datetime() | date() | time():
            return f"_datetime.{type(value).__name__}.fromisoformat({value.isoformat()!r})"
        case list():
            return f"[{_joined(value)}]"
        case tuple():
            return f"({_joined(value)},)" if len(value) == 1 else f"({_joined(value)})"
        case set() | frozenset():
            inner = ", ".join(sorted(map(as_source, value)))
            text = f"{{{inner}}}" if value else "set()"
            return f"frozenset({text})" if isinstance(value, frozenset) else text
        case dict():
            pairs = (f"{as_source(key)}: {as_source(item)}" for key, item in value.items())
            return f"{{{', '.join(pairs)}}}"
    raise InternalError(f"no source for a value of type {type(value).__name__}")


def _joined(values: list[object] | tuple[object, ...]) -> str:
    return ", ".join(as_source(value) for value in values)
