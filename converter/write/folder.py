"""Write: Project -> disk.

The files are staged in a hidden folder and then moved into place: a project is there as a whole,
or nothing has changed. What is not ours, or was edited since we wrote it, is never replaced.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from converter.errors import TargetError
from converter.model.project import Project
from converter.write.changes import Change, changes
from converter.write.exchange import exchange, prune
from converter.write.paths import absolute, checked, unusable
from converter.write.preview import diff_text, tree_text

__all__ = ["changes", "check_target", "diff_text", "tree_text", "write_project"]

LISTED = 10
"""Files named in a refusal; the rest are counted."""


def write_project(project: Project, target: Path, *, force: bool = False) -> tuple[Path, ...]:
    """The files of `project`, now in the folder `target`.

    A folder that holds anything is refused; with `force` the files that we wrote there and
    nobody edited are replaced or removed, and any other file in our way is a refusal.
    """
    paths = checked(project.files)
    folder = absolute(target)
    try:
        if not folder.exists():
            _create(project, folder)
        else:
            _merge(project, folder, target, force=force)
    except OSError as exc:
        raise unusable(target, exc) from exc
    return tuple(target / path for path in paths)


def check_target(target: Path, *, force: bool = False) -> None:
    """Nothing. Raises TargetError where no project would be written into `target`.

    Asked before work that takes long; files that somebody edited are only known to `write_project`.
    """
    folder = absolute(target)
    try:
        if folder.exists():
            _check_empty(folder, target, force=force)
    except OSError as exc:
        raise unusable(target, exc) from exc


def _create(project: Project, folder: Path) -> None:
    made = [p for p in (folder.parent, *folder.parent.parents) if not p.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _staging(folder.parent, folder.name) as hidden:
            staged = hidden / "project"
            _fill(staged, project)
            os.rename(staged, folder)
    except BaseException:  # ^C too: clean up, then on with the error
        for parent in made:
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        raise


def _merge(project: Project, folder: Path, target: Path, *, force: bool) -> None:
    _check_empty(folder, target, force=force)
    planned = changes(project, folder)
    refused = [change for change in planned if change.kind == "refused"]
    if refused:
        raise TargetError(
            f"{target} holds files that are not ours to replace: {_listed(refused)}",
            hint="move them away or choose another folder with -o; nothing was changed",
        )
    put = [c.path for c in planned if c.kind in ("new", "changed")]
    drop = [c.path for c in planned if c.kind == "removed"]
    # Inside the folder, which may be a mount point: a rename must not cross file systems.
    with _staging(folder, "nbship") as hidden:
        _fill(hidden / "new", Project(project.name, {path: project.files[path] for path in put}))
        exchange(folder, hidden / "new", hidden / "old", put=put, drop=drop)
    prune(folder, drop)


def _check_empty(folder: Path, target: Path, *, force: bool) -> None:
    if any(folder.iterdir()) and not force:
        raise TargetError(
            f"{target} is not empty",
            hint="choose another folder with -o, or --force to replace the files nbship wrote",
        )


def _fill(folder: Path, project: Project) -> None:
    folder.mkdir()
    for path, content in project.files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


@contextmanager
def _staging(parent: Path, name: str) -> Iterator[Path]:
    hidden = Path(tempfile.mkdtemp(prefix=f".{name[:40]}-", dir=parent))
    try:
        yield hidden
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _listed(refused: list[Change]) -> str:
    shown = ", ".join(f"{change.path} ({change.why})" for change in refused[:LISTED])
    more = len(refused) - LISTED
    return shown + (f" and {more} more" if more > 0 else "")
