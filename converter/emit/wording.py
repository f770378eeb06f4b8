"""Docstrings from the notebook's headings, which may hold anything."""

from __future__ import annotations

import unicodedata


def one_line(text: str, limit: int = 70) -> str:
    """`text` as one printable line that can stand inside a docstring."""
    kept = "".join(
        character if unicodedata.category(character)[0] != "C" else " " for character in text
    )
    words = kept.replace("\\", "/").replace('"', "'").split()
    line = ""
    for word in words:
        if len(line) + len(word) + 1 > limit:
            line = line or word[:limit]
            break
        line = f"{line} {word}" if line else word
    return line.rstrip(" .:,;-")


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
