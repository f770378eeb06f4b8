"""What was found out about imports, kept for the next server: which ones no server may keep."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from converter.run.destination import save

_MOST = 20  # environments


class Verdicts:
    """For each Python with its installed packages: modules to leave to the runs, and why."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or _default_file()
        self._mine: dict[str, dict[str, str]] = {}

    def of(self, environment: str) -> Mapping[str, str]:
        """The modules that cannot be kept in a server of this environment."""
        return self._read().get(environment, {}) | self._mine.get(environment, {})

    def add(self, environment: str, found: Mapping[str, str]) -> None:
        """Remember findings; where nothing can be written, for this process only."""
        self._mine.setdefault(environment, {}).update(found)
        known = self._read()
        mine = known.pop(environment, {}) | self._mine[environment]
        known[environment] = mine
        kept = dict(list(known.items())[-_MOST:])
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._write(json.dumps(kept, indent=1))
        except OSError:
            return

    def _write(self, text: str) -> None:
        from converter.errors import TargetError

        try:
            save(text + "\n", self._file)
        except TargetError:
            return

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _default_file() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "nbship" / "imports.json"
