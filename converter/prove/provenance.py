"""A project's account of itself, read back and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from converter.errors import InputError
from converter.model.project import PROVENANCE
from converter.model.proof import Provenance, Silenced, StageOrigin

AGAIN = "convert the notebook again with this version of nbship"


def provenance_of(folder: Path) -> Provenance:
    """What the project in `folder` was made from. Raises InputError."""
    file = folder / PROVENANCE
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as exc:
        raise InputError(
            f"{folder} is no project that nbship wrote: {PROVENANCE} is missing",
            hint="give the folder that `nbship convert` wrote",
        ) from exc
    except ValueError as exc:
        raise InputError(f"{file}: not JSON: {exc}", hint=AGAIN) from exc
    try:
        return parsed_provenance(document)
    except (KeyError, TypeError, ValueError, IndexError) as exc:
        raise InputError(f"{file}: does not say how the stages were made", hint=AGAIN) from exc


def parsed_provenance(document: Mapping[str, Any]) -> Provenance:
    """The provenance in a JSON document."""
    package = str(document["project"]["package"])
    if not package.isidentifier():
        raise ValueError(package)
    found = document["left_out"]
    return Provenance(
        notebook=str(document["notebook"]["name"]),
        sha256=str(document["notebook"]["sha256"]),
        package=package,
        command=str(document["project"]["name"]),
        target=str(document["settings"]["target"]),
        displays=str(document["settings"]["displays"]),
        literal=str(document["literal"]),
        stages=tuple(_stage(stage) for stage in document["stages"]),
        results=tuple((str(each["name"]), str(each["name"])) for each in document["results"]),
        lifted={str(name): tuple(words) for name, words in document["lifted"].items()},
        left_out={key: tuple(map(int, found[key])) for key in ("skipped", "tests")},
        settings=dict(document["settings"]),
        endpoints=tuple(dict(each) for each in document.get("endpoints", ())),
        silenced=tuple(map(_silenced, document["silenced"])),
    )


def _silenced(document: Mapping[str, Any]) -> Silenced:
    instead = document.get("instead")
    return int(document["cell"]), str(document["text"]), None if instead is None else str(instead)


def _stage(document: Mapping[str, Any]) -> StageOrigin:
    return StageOrigin(
        name=str(document["name"]),
        module=str(document["module"]),
        cells=tuple(map(int, document["cells"])),
        names=_pairs(document["names"]),
        statements=tuple(
            (int(each["cell"]), int(each["line"]), _pairs(each["names"]))
            for each in document["statements"]
        ),
    )


def _pairs(found: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(own), str(told)) for own, told in found)
