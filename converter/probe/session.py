"""What one side of a comparison writes down: one JSON line an event, arrays and figures beside."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .context import Context, Limits
from .figures import drawn
from .files import Files
from .portrait import Painter
from .seeding import generator_states, seed_everything
from .store import digest_of
from .summary import summary_of

MOST_FIGURES = 500


class Session:
    """The recording in progress; `place` is the cell or stage that runs now."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.folder = Path(settings["folder"])
        self.context = Context(
            package=settings.get("package", ""),
            lifted=settings.get("lifted", {}),
            stages=frozenset(settings.get("stages", ())),
            folders=tuple(settings.get("folders", ())),
            hidden=tuple(settings.get("hidden", ())),
            limits=Limits(**settings.get("limits", {})),
        )
        self.painter = Painter(self.context, self.folder / "values")
        self.place: Any = None
        self.figures = 0
        self._looks: dict[int, str] = {}
        self._events = (self.folder / "events.jsonl").open("a", encoding="utf-8")
        root = settings.get("root") or os.getcwd()
        self.files = Files(root, self._opened, (str(self.folder), *settings.get("ours", ())))
        self._root = os.path.join(os.path.realpath(root), "")
        if settings.get("seed") is not None:
            seed_everything(int(settings["seed"]))

    def event(self, kind: str, **details: Any) -> None:
        """Nothing; notes an event at once: the process may end at any time."""
        line = json.dumps({"e": kind, "at": self.place, **details}, default=str)
        self._events.write(line + "\n")
        self._events.flush()

    def point(
        self, name: str, values: Mapping[str, Any], wanted: Sequence[tuple[str, str]]
    ) -> None:
        """Nothing; notes the portraits of names at one moment: (name in `values`, name told)."""
        listening, self.files.listening = self.files.listening, False
        self.painter.moment()
        nodes: dict[str, Any] = {}
        places: dict[int, list[str]] = {}
        for own, told in wanted:
            if own in values:
                nodes[told] = self.painter.portrait(values[own])
                if isinstance(nodes[told], dict):
                    places.setdefault(id(values[own]), []).append(told)
        self.flush()
        shared = sorted(sorted(names) for names in places.values() if len(names) > 1)
        summaries = {}
        if self.settings.get("summaries"):
            told_of = {told: own for own, told in wanted if own in values}
            summaries = {
                told: summary_of(values[own], self.context) for told, own in told_of.items()
            }
        self.event(
            "point",
            name=name,
            values=nodes,
            shared=shared,
            generators=generator_states(),
            summaries=summaries,
        )
        self.files.listening = listening

    def flush(self) -> None:
        """Nothing; arrays seen so far are on disk."""
        if self.painter.store is not None:
            self.painter.store.flush()

    def show(self, figures: Iterable[Any], *, changed: bool = False) -> None:
        """Nothing; notes figures that are being shown; with `changed` only if they look otherwise.

        Where figures stay open from cell to cell, a cell shows those that it changed.
        """
        listening, self.files.listening = self.files.listening, False
        for figure in figures:
            if changed and self._looks.get(id(figure)) == self._look(figure):
                continue
            self.figures += 1
            if self.figures > MOST_FIGURES:
                self.event("figure", file=None, why="more figures than are kept")
                continue
            name = f"{self.figures:04d}.png"
            try:
                content = drawn(figure)
            except Exception as error:  # a figure that cannot be drawn is shown by nobody
                self.event("figure", file=None, why=type(error).__name__)
                continue
            self._looks[id(figure)] = digest_of(content)
            (self.folder / "figures").mkdir(exist_ok=True)
            (self.folder / "figures" / name).write_bytes(content)
            self.event("figure", file=name)
        self.files.listening = listening

    def _look(self, figure: Any) -> str:
        try:
            return digest_of(drawn(figure))
        except Exception:  # told when it is shown
            return ""

    def error(self, error: BaseException, place: Any) -> dict[str, Any]:
        """What is told of an exception: its type, its message, where in the notebook."""
        try:
            message = str(error)
        except Exception:  # `__str__` is the error's own code
            message = ""
        cell, line = place or (None, None)
        return {
            "type": self.context.type_name(type(error)),
            "message": self.context.text(message)[:2000],
            "cell": cell,
            "line": line,
        }

    def _opened(self, path: str, mode: str) -> None:
        inside = path.startswith(self._root)
        shown = path[len(self._root) :] if inside else self.context.text(path)
        self.event("file", path=shown, mode=mode, inside=inside)
