"""The files that a notebook runs with `%run`, found beside it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from converter.errors import InputError
from converter.model.notebook import Included
from converter.read.ipynb import contents_of_json

_RUN = re.compile(r"^%run[ \t]+(?P<rest>.+?)[ \t]*$", re.MULTILINE)
_MOST = 50
_LARGEST = 5_000_000


def run_target(rest: str) -> str:
    """The file of `%run` with these words: the first that is no option, or ""."""
    try:
        words = shlex.split(rest, comments=True)
    except ValueError:
        return ""
    return next((word for word in words if not word.startswith("-")), "")


def included_in(sources: Iterable[str], folder: Path) -> tuple[Included, ...]:
    """The files named by `%run` lines in `sources`, and by those files, that can be read.

    Paths are taken from `folder`, where the notebook runs.
    """
    found: dict[str, Included] = {}
    waiting = [target for source in sources for target in _targets(source)]
    while waiting and len(found) < _MOST:
        target = waiting.pop(0)
        if target in found:
            continue
        included = _included(target, folder)
        if included is not None:
            found[target] = included
            waiting += [inner for cell in included.cells for inner in _targets(cell)]
    return tuple(found.values())


def _targets(source: str) -> Iterator[str]:
    for match in _RUN.finditer(source):
        target = run_target(match["rest"])
        if target:
            yield target


def _included(target: str, folder: Path) -> Included | None:
    """The file as IPython would find it: `%run name` means `name.py`."""
    try:
        path = folder / target
        if not path.name.endswith((".py", ".ipynb", ".ipy")):
            path = path.with_name(path.name + ".py")
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        data = path.read_bytes()
        inside = path.resolve().is_relative_to(folder)
        place = path.resolve().relative_to(folder).as_posix() if inside else ""
        if path.suffix == ".ipynb":
            cells = contents_of_json(data, path.name).cells
            texts = tuple(cell.source for cell in cells if cell.kind == "code")
            return Included(target, False, texts, place)
        return Included(target, path.suffix == ".py", (data.decode("utf-8-sig"),), place)
    except (OSError, ValueError, InputError):
        return None
