"""Records that a generated job wrote by itself, brought into the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import InputError
from converter.job.project import project_at
from converter.job.run_folder import records_in
from converter.model.run_record import RunRecord
from converter.store.store import RunStore


@dataclass(frozen=True)
class Imported:
    """The runs that were read, and the files that are no records."""

    records: tuple[RunRecord, ...]
    unreadable: tuple[Path, ...]


def imported(folder: Path, store: RunStore, *, name: str, tags: tuple[str, ...]) -> Imported:
    """What a job's output folder holds, kept in the store; reading it again changes nothing.

    Raises InputError when there is nothing in it.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: is no folder", hint=_HINT)
    found = list(records_in(folder.absolute(), name or _project_name(folder)))
    if not found:
        raise InputError(f"{folder}: has no runs of a job in it", hint=_HINT)
    records = tuple(replace(one, tags=tags) for _, one in found if one is not None)
    store.put(records)
    return Imported(records, tuple(file for file, one in found if one is None))


_HINT = "name the folder that the job was given with --output-dir (`runs` by default)"


def _project_name(folder: Path) -> str:
    """The name of the project that the folder lies in, if it lies in one."""
    for parent in folder.absolute().parents[:2]:
        try:
            return project_at(parent).name
        except InputError:
            continue
    return ""
