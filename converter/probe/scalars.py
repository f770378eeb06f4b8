"""Portraits of single values: texts, bytes, dates, numbers of the standard library."""

from __future__ import annotations

import datetime
import decimal
import fractions
import pathlib
import re
import uuid
from typing import Any

from .store import digest_of

LONGEST_TEXT = 2_000
SHOWN_TEXT = 500
SHOWN_BYTES = 64
PLAIN_INT = 1 << 63


def text_node(value: str, painter: Any) -> Any:
    """The text itself; of a long one its length, digest and beginning."""
    text = (
        painter.context.text(value) if painter.context.folders or painter.context.hidden else value
    )
    if len(text) <= LONGEST_TEXT:
        return text
    content = text.encode("utf-8", "surrogatepass")
    return {"k": "str", "n": len(text), "d": digest_of(content), "v": text[:SHOWN_TEXT]}


def int_node(value: int, painter: Any) -> Any:
    """The number, in hexadecimal where JSON readers would lose digits."""
    return value if -PLAIN_INT <= value < PLAIN_INT else {"k": "int", "v": hex(value)}


def bytes_node(value: Any, painter: Any) -> Any:
    """Length, digest and beginning."""
    content = bytes(value)
    if painter.context.holds_secret(content):
        return {"k": "hidden"}
    return {
        "k": "bytes",
        "t": type(value).__name__,
        "n": len(content),
        "d": digest_of(content),
        "v": content[:SHOWN_BYTES].hex(),
    }


def complex_node(value: complex, painter: Any) -> Any:
    """Both parts."""
    return {"k": "complex", "v": [value.real, value.imag]}


def written(value: Any, painter: Any) -> Any:
    """A small value of the standard library by its exact text."""
    kind = type(value)
    return {
        "k": "text",
        "t": painter.context.type_name(kind),
        "v": painter.context.text(str(value)),
    }


def moment(value: Any, painter: Any) -> Any:
    """A date or time by its ISO form and the name of its zone."""
    zone = getattr(value, "tzinfo", None)
    words = value.isoformat() + (f" {zone}" if zone is not None else "")
    return {"k": "text", "t": painter.context.type_name(type(value)), "v": words}


def pattern(value: Any, painter: Any) -> Any:
    """A regular expression: its text and flags."""
    return {"k": "text", "t": "re.Pattern", "v": f"{value.pattern!r} {value.flags}"}


def shown(value: Any, painter: Any) -> Any:
    """A built-in value whose `repr` is all there is to it."""
    return {"k": "text", "t": type(value).__name__, "v": repr(value)}


SCALARS: dict[type, Any] = {
    int: int_node,
    complex: complex_node,
    bytes: bytes_node,
    bytearray: bytes_node,
    datetime.date: moment,
    datetime.datetime: moment,
    datetime.time: moment,
    datetime.timedelta: written,
    datetime.timezone: written,
    decimal.Decimal: written,
    fractions.Fraction: written,
    uuid.UUID: written,
    pathlib.PosixPath: written,
    pathlib.WindowsPath: written,
    pathlib.PurePosixPath: written,
    pathlib.PureWindowsPath: written,
    re.Pattern: pattern,
    range: shown,
    type(Ellipsis): shown,
    type(NotImplemented): shown,
}
