"""Files of values: TOML, YAML or JSON, one table of names and values."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from converter.errors import InputError, UsageError

_KINDS = "write .toml, .yaml, .yml or .json"


def values_in(file: Path) -> dict[str, object]:
    """The names and values that a file holds."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "not UTF-8 text"
        raise InputError(f"{file}: cannot be read: {reason}", hint="check -f FILE") from exc
    found = _parsed(file, text)
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise UsageError(f"{file}: is not a table of names and values", hint=_KINDS)
    return found


def _parsed(file: Path, text: str) -> object:
    match file.suffix.lower():
        case ".json":
            try:
                return json.loads(text)
            except json.JSONDecodeError as exc:
                # The error's own text may quote the file, and the file may hold a secret.
                where = f"line {exc.lineno}, column {exc.colno}"
                raise UsageError(f"{file}: not JSON ({where})", hint=_KINDS) from None
        case ".toml":
            return _toml(file, text)
        case ".yaml" | ".yml":
            return _yaml(file, text)
    raise UsageError(f"{file}: of no known kind", hint=_KINDS)


def _toml(file: Path, text: str) -> object:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        where = str(exc).rpartition("(")[2].rstrip(")")
        raise UsageError(f"{file}: not TOML ({where})", hint=_KINDS) from None


def _yaml(file: Path, text: str) -> object:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "its text"
        raise UsageError(f"{file}: not YAML ({where})", hint=_KINDS) from None
