"""Modules in folders that the notebook puts on `sys.path`: they come along, beside the project's own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from converter.read.neighbours import neighbours_of

_HIGHEST = 3
"""So many folders above the notebook's at most, as in a run's working copy."""


def on_the_path(
    folder: Path,
    texts: Iterable[str],
    names: Iterable[str],
    installed: Callable[[str], object | None],
) -> dict[str, str]:
    """The files that importing `names` loads from the folders that `texts` name, by their place there.

    A text is a path from the notebook's `folder`; names that are installed, or beside the notebook,
    mean these.
    """
    wanted = [
        name
        for name in sorted(set(names))
        if name not in sys.stdlib_module_names
        and not neighbours_of(folder, [name])
        and installed(name) is None
    ]
    found: dict[str, str] = {}
    for text in sorted(set(texts)) if wanted else ():
        place = _folder(folder, text)
        for file in neighbours_of(place, wanted) if place else ():
            if file.endswith(".py"):
                source = (place or folder) / file
                found.setdefault(file, source.read_text(encoding="utf-8", errors="replace"))
    return found


def _folder(folder: Path, text: str) -> Path | None:
    """The folder that `text` names, when it is near the notebook's."""
    parts = PurePosixPath(text).parts if text.isprintable() and len(text) < 255 else ()
    if not parts or parts[0] in ("/", "~") or parts.count("..") > _HIGHEST:
        return None
    place = folder.joinpath(*parts)
    return place if place.is_dir() else None
