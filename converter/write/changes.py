"""What writing a project into a folder would change there, file by file."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from converter.model.project import Project
from converter.write.manifest import digest, manifest_of
from converter.write.paths import absolute, checked, unusable

Kind = Literal["new", "changed", "same", "removed", "refused"]


@dataclass(frozen=True)
class Change:
    """One file: what happens to it, its bytes before and after (None: there is none).

    `refused` files are not ours, or were edited since we wrote them; `why` says which.
    """

    path: str
    kind: Kind
    before: bytes | None = None
    after: bytes | None = None
    why: str = ""


def changes(project: Project, target: Path) -> tuple[Change, ...]:
    """What writing `project` over `target` would change, in the order of the paths."""
    paths = checked(project.files)
    folder = absolute(target)
    ours = manifest_of(folder)
    try:
        found = [_change(folder, path, project.files[path], ours) for path in paths]
        stale = sorted(set(ours) - set(paths))
        found += [change for path in stale if (change := _removal(folder, path, ours))]
    except OSError as exc:
        raise unusable(target, exc) from exc
    return tuple(sorted(found, key=lambda change: change.path))


def _change(folder: Path, path: str, after: bytes, ours: Mapping[str, str]) -> Change:
    if obstacle := _obstacle(folder, path):
        return Change(path, "refused", None, after, obstacle)
    before = _content(folder / path)
    if before is None:
        return Change(path, "new", None, after)
    if before == after:
        return Change(path, "same", before, after)
    if path not in ours:
        return Change(path, "refused", before, after, "not written by nbship")
    if digest(before) != ours[path]:
        return Change(path, "refused", before, after, "edited since")
    return Change(path, "changed", before, after)


def _removal(folder: Path, path: str, ours: Mapping[str, str]) -> Change | None:
    """What becomes of a file that we wrote earlier and write no longer; None when it is gone."""
    if _obstacle(folder, path):
        return None
    before = _content(folder / path)
    if before is None:
        return None
    if digest(before) != ours[path]:
        return Change(path, "refused", before, None, "edited since")
    return Change(path, "removed", before, None)


def _obstacle(folder: Path, path: str) -> str:
    """Why `path` cannot be a plain file inside `folder`, or nothing."""
    place = folder
    for part in PurePosixPath(path).parts[:-1]:
        place = place / part
        mode = _mode(place)
        if mode is None:
            return ""
        if not stat.S_ISDIR(mode):
            return f"{place.relative_to(folder).as_posix()} is not a folder"
    mode = _mode(folder / path)
    return "" if mode is None or stat.S_ISREG(mode) else "not a plain file"


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
