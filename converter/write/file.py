"""One file, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from converter.errors import TargetError


def write_file(content: str | bytes, target: Path, *, force: bool = False) -> Path:
    """`target`, after it was written; one that exists is replaced only with `force`."""
    if target.is_dir():
        raise TargetError(f"{target} is a folder", hint="name a file")
    if not target.parent.is_dir():
        raise TargetError(f"the folder {target.parent} does not exist", hint="make it first")
    if os.path.lexists(target) and not force:
        raise TargetError(f"{target} exists", hint="choose another name with -o, or use --force")
    try:
        _replace(target, content.encode() if isinstance(content, str) else content)
    except OSError as exc:
        raise TargetError(f"{target} cannot be written: {exc.strerror}") from exc
    return target


def _replace(target: Path, content: bytes) -> None:
    handle, staged = tempfile.mkstemp(prefix=f".{target.name[:80]}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(staged, 0o666 & ~_umask())
        os.replace(staged, target)
    finally:
        if os.path.exists(staged):
            os.unlink(staged)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
