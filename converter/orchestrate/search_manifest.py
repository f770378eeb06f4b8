"""The manifest of a search: what it is, written once, and compared when the search goes on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from converter.errors import InputError, TargetError, UsageError
from converter.model.run_document import plain
from converter.orchestrate.many_runs import Request
from converter.orchestrate.search_space import Space
from converter.orchestrate.surroundings import new_id
from converter.search.study import Direction, Sampler
from converter.sweep.folder import write_document

MANIFEST = "search.json"
_FORMAT = 1


@dataclass(frozen=True)
class SearchRequest:
    """What the command line asks for; `runs` says how each trial is run."""

    runs: Request
    metric: str
    trials: int
    direction: Direction = "maximize"
    sampler: Sampler = "tpe"
    seed: int | None = None
    prune: bool = True
    stop_after: float | None = None


def search_id(request: SearchRequest, folder: Path, space: Space) -> str:
    """The id of the search, whose manifest is written, or found and compared.

    Raises TargetError when the folder holds something else, UsageError for another search.
    """
    subject = request.runs.subject
    now = {
        "format": _FORMAT,
        "kind": subject.kind,
        "sha256": subject.sha256,
        "metric": request.metric,
        "direction": request.direction,
        "space": {name: plain(asdict(one)) for name, one in space.ranges.items()},
        "fixed": {name: plain(value) for name, value in space.fixed.items()},
        "secrets": sorted(space.secrets),
    }
    path = folder / MANIFEST
    if not request.runs.resume:
        _refuse_taken(folder)
        identity = new_id()
        write_document(path, {"id": identity, "source": str(subject.path), **now})
        return identity
    before = _read(path)
    for what, words in _COMPARED.items():
        if before.get(what) != now[what]:
            message = f"{folder}: {words} not what this search began with"
            raise UsageError(message, hint="name a new folder for another search")
    return str(before["id"])


_COMPARED = {
    "format": "the manifest's form is",
    "kind": "what is run is",
    "sha256": "the notebook or project is",
    "metric": "the metric is",
    "direction": "the direction is",
    "space": "the ranges are",
    "fixed": "the values that all runs share are",
    "secrets": "the secrets given are",
}


def _refuse_taken(folder: Path) -> None:
    taken = [path.name for path in folder.iterdir() if path.name != ".lock"]
    if MANIFEST in taken:
        hint = "--resume goes on with it; or name another one with -o"
        raise TargetError(f"{folder}: holds a search already", hint=hint)
    if taken:
        raise TargetError(f"{folder}: is not empty", hint="name a new folder with -o")


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InputError(f"{path}: is no search's manifest: {exc}") from exc
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        raise InputError(f"{path}: is no search's manifest")
    return found
