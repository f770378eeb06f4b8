"""Files put in place so that either all of them change or none does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

Rename = Callable[[Path, Path], None]


def exchange(
    folder: Path,
    staged: Path,
    saved: Path,
    *,
    put: Iterable[str],
    drop: Iterable[str],
    rename: Rename = os.replace,
) -> None:
    """`put` files come from `staged`, `drop` files go; whatever goes wrong, all is as it was.

    What stood in the way is kept in `saved` until the end, all on one file system.
    """
    done: list[tuple[Path, Path]] = []
    made: list[Path] = []

    def move(source: Path, place: Path) -> None:
        _make_folders(place.parent, made)
        done.append((source, place))
        rename(source, place)

    try:
        for path in (*drop, *put):
            if (folder / path).exists():
                move(folder / path, saved / path)
            if (staged / path).exists():
                move(staged / path, folder / path)
    except BaseException:  # ^C too: clean up, then on with the error
        for source, place in reversed(done):
            if place.exists() and not source.exists():
                os.replace(place, source)
        for parent in reversed(made):
            if not any(parent.iterdir()):
                parent.rmdir()
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        made.append(each)
        each.mkdir()


def prune(folder: Path, paths: Iterable[str]) -> None:
    """The folders that held `paths` are removed where nothing is left in them."""
    for path in paths:
        for parent in (folder / path).parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()
