"""Docstrings from the notebook's headings, which may hold anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

MORE = " ..."
TRAILING = " .:,;-"


def one_line(text: str, limit: int = 70) -> str:
    """`text` as one printable line that can stand inside a docstring; it ends with `...` where it is cut."""
    plain = "".join(
        character if unicodedata.category(character)[0] != "C" else " " for character in text
    )
    words = plain.replace("\\", "/").replace('"', "'").split()
    whole = " ".join(words)
    if len(whole) <= limit:
        return whole.rstrip(TRAILING)
    room = limit - len(MORE)
    beginning = whole[: room + 1]
    kept = beginning.rsplit(" ", 1)[0] if " " in beginning else beginning[:room]
    return kept.rstrip(TRAILING) + MORE


def listed(names: Sequence[str], limit: int) -> str:
    """The names that fit on a line, and how many more there are."""
    whole = ", ".join(names)
    for count in range(len(names) - 1, 0, -1):
        if len(whole) <= limit:
            break
        whole = f"{', '.join(names[:count])} and {len(names) - count} more"
    return whole


def cells_text(cells: tuple[int, ...]) -> str:
    """`cell 3` or `cells 3-5, 8`."""
    runs = runs_of(cells)
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"cell{'s' if len(cells) > 1 else ''} {', '.join(words)}"


def runs_of(cells: tuple[int, ...]) -> list[list[int]]:
    """The numbers in runs that follow each other."""
    runs: list[list[int]] = []
    for cell in cells:
        if runs and runs[-1][-1] == cell - 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs
