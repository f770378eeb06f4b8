"""What an earlier run wrote into a folder: path -> sha256, from its provenance file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from converter.model.project import PROVENANCE
from converter.write.paths import is_inside


def digest(content: bytes) -> str:
    """The sha256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def manifest_of(folder: Path) -> Mapping[str, str]:
    """Our files in `folder` as they were written; empty when it is not one of our projects.

    The file may be anybody's: paths that lead out of the folder are not believed.
    """
    path = folder / PROVENANCE
    if path.parent.is_symlink() or path.is_symlink():
        return {}
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    listed = document.get("manifest") if isinstance(document, dict) else None
    if not isinstance(listed, dict) or "nbship" not in document:
        return {}
    ours = {
        name: value for name, value in listed.items() if is_inside(name) and isinstance(value, str)
    }
    return {**ours, PROVENANCE: digest(path.read_bytes())}
