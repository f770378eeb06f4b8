"""A throw-away copy of the notebook's folder: what runs there never writes to the user's files.

Folders are made anew, files up to a size are copied, larger ones linked; before Python code writes
to a linked file, the probe puts a copy in its place. Where the notebook reaches above its folder
(`../data`), the folders above come along the same way.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from converter.errors import EnvironmentProblem

COPIED_UP_TO = 32 << 20
COPIED_ALTOGETHER = 1 << 30
MOST_ENTRIES = 20_000
LEFT_OUT = frozenset(
    ".git .hg .svn __pycache__ .venv venv node_modules .ipynb_checkpoints .tox .nox .mypy_cache "
    ".pytest_cache .ruff_cache .nbship".split()
)
# Formats that libraries write in place by themselves, unseen by Python.
IN_PLACE = frozenset(
    ".h5 .hdf5 .hdf .nc .nc4 .db .sqlite .sqlite3 .duckdb .parquet .feather".split()
)
KEPT_UP_TO = 20 << 20


@dataclass(frozen=True)
class Entry:
    """What a file was when the copy was made."""

    size: int
    changed: int
    linked: bool


@dataclass(frozen=True)
class Workcopy:
    """`folder` is the copy of the notebook's folder, below `root`; `before` its files as made."""

    root: Path
    folder: Path
    before: dict[str, Entry]

    def written(self) -> Iterator[tuple[str, Path | None]]:
        """(path from `folder`, the file) of what is new or other than before; None: deleted."""
        now = dict(_listing(self.root))
        for path in sorted({*now, *self.before}):
            if now.get(path) == self.before.get(path):
                continue
            file = self.root / path if path in now else None
            yield os.path.relpath(self.root / path, self.folder).replace(os.sep, "/"), file


def working_copy(source: Path | None, target: Path, *, above: int = 0) -> Workcopy:
    """A copy of the folder `source` below the new folder `target`, with `above` folders over it."""
    root = target / "files"
    root.mkdir(parents=True)
    if source is None:
        folder = root / "notebook"
        folder.mkdir()
        return Workcopy(root, folder, {})
    top = source
    for _ in range(above):
        if top.parent == top.parent.parent:  # the root of the disk is nobody's project
            break
        top = top.parent
    whole = root / (top.name or "notebook")
    _mirror(top, whole, first=source, ours=target.resolve().parents[1])
    folder = whole / source.relative_to(top)
    return Workcopy(root, folder, dict(_listing(root)))


def _mirror(top: Path, target: Path, *, first: Path, ours: Path) -> None:
    """The tree `top` as `target`; the folder `first` and what is near it comes whole."""
    left = MOST_ENTRIES
    room = COPIED_ALTOGETHER
    waiting = deque([(first, target / first.relative_to(top))])
    if first != top:
        waiting.append((top, target))
    # What is written there of this and other runs is none of the notebook's.
    done = {os.path.realpath(ours)}
    while waiting:
        here, there = waiting.popleft()
        real = os.path.realpath(here)
        if real in done:
            continue
        done.add(real)
        there.mkdir(parents=True, exist_ok=True)
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as exc:
            if isinstance(exc, FileNotFoundError) and here not in (first, top):
                continue  # gone meanwhile: others write there, too
            raise EnvironmentProblem(f"{here}: {exc.strerror}") from exc
        for entry in entries:
            place = there / entry.name
            if entry.name in LEFT_OUT or place.exists():
                continue
            left -= 1
            if entry.is_dir():
                if left < 0:
                    place.symlink_to(os.path.realpath(entry.path))
                elif Path(entry.path) != first and os.path.realpath(entry.path) not in done:
                    waiting.append((Path(entry.path), place))
            elif entry.is_file():
                room -= _placed(Path(entry.path), place, room)


def _placed(file: Path, place: Path, room: int) -> int:
    """How many bytes the file took: all of it as a copy, none as a link."""
    try:
        size = file.stat().st_size
        small = size <= COPIED_UP_TO or file.suffix.lower() in IN_PLACE
        if small and size <= room:
            shutil.copy2(file, place)
            place.chmod(place.stat().st_mode | stat.S_IWUSR)
            return size
        place.symlink_to(file.resolve())
    except OSError:  # unreadable, or gone meanwhile: the notebook will find out if it needs it
        return 0
    return 0


def _listing(root: Path) -> Iterator[tuple[str, Entry]]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
        for name in files:
            path = os.path.join(folder, name)
            try:
                found = os.lstat(path)
            except OSError:
                continue
            linked = stat.S_ISLNK(found.st_mode)
            yield os.path.relpath(path, root), Entry(found.st_size, found.st_mtime_ns, linked)


def digest_of(file: Path) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with file.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            found.update(block)
    return found.hexdigest()


def kept_copy(file: Path, folder: Path) -> str:
    """The name of a copy of `file` in `folder`, by its content, or "" when it is too large."""
    if file.stat().st_size > KEPT_UP_TO:
        return ""
    name = digest_of(file)[:32] + file.suffix
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / name)
    return name
