"""Printed text line by line, without what no two runs can share.

Masked are memory addresses, numbers of objects, durations and the clock in summaries, the working
folder, and the module of the notebook's own classes; left out are placeholders of what only a browser shows.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
# statsmodels and its kin print the moment in every summary.
CLOCK = re.compile(r"(Time:\s+)\d\d:\d\d:\d\d")
TODAY = re.compile(r"(Date:\s+)\w{3}, (?:\w{3} \d\d|\d\d \w{3}) \d{4}")
LASTED = re.compile(r"([Tt]ime *[=:] ?|Complete in )[\d.]+( sec)")
# What a search, joblib, CatBoost and LightGBM print of how long each step took.
STEP_LASTED = re.compile(
    r"(\btotal time=|\belapsed:|\bremaining:|\ttotal:|\bAuto-choosing )"
    r"(?: *[\d.]+ ?(?:[nuµm]?s|min|m|h)\b(?: \d+m?s)*"
    r"|(?:row|col)-wise multi-threading, the overhead of testing was [\d.]+ seconds)"
)
# iminuit tells in a box of its table how long it took, but only from a second on.
BOXED = re.compile(r"│ +time = [\d.]+ sec +│")
# Objects of param are named after their class and how many came before them.
NUMBERED = re.compile(r"\b([A-Za-z_]\w*)( |\(name=')\1\d{5,}(?=[>'])")
UNSHOWN = re.compile(
    r"^(<Figure size [^>]*>|<IPython\.core\.display\.\w+ object>|interactive\(children=.*"
    r"|CPU times: .*|Wall time: .*|[\d.]+ [nµμm]?s ± .* per loop .*"
    r"|%pylab is deprecated, use %matplotlib inline and import the required libraries\."
    r"|Populating the interactive namespace from numpy and matplotlib|Using matplotlib backend: .*"
    r"|Note: you may need to restart the kernel to use updated packages\."
    r"|(?:You can set|And if memory is not enough, you can set) `force_(?:row|col)_wise=true`.*)$"
)
MOST_PAIRED = 20_000


class Lines(NamedTuple):
    """A difference of two texts: the place in each, and the lines there."""

    left_at: int
    right_at: int
    left: tuple[str, ...]
    right: tuple[str, ...]


def shown_lines(text: str, package: str = "") -> list[str]:
    """The lines that a terminal would show, masked; empty lines at the end do not count."""
    return [line for _, line in placed_lines([(None, text)], package)]


def placed_lines(parts: Iterable[tuple[Any, str]], package: str = "") -> list[tuple[Any, str]]:
    """The shown lines of texts that follow each other, each with the place where it begins."""
    owned = own_names(package)
    found: list[tuple[Any, str]] = []
    waiting = ""
    begun: Any = None
    for place, text in [*parts, (None, "")]:
        if not waiting:
            begun = place
        *whole, waiting = (waiting + text).split("\n")
        for line in whole:
            _add_line(found, begun, line, owned)
            begun = place
    _add_line(found, begun, waiting, owned)
    while found and not found[-1][1]:
        found.pop()
    return found


def _add_line(found: list[tuple[Any, str]], place: Any, line: str, owned: re.Pattern[str]) -> None:
    plain = ANSI.sub("", line)
    shown = plain.rstrip("\r").rsplit("\r", 1)[-1].rstrip()
    if not UNSHOWN.match(shown.strip()):
        found.append((place, owned.sub("", timeless(unnumbered(shown)))))


def own_names(package: str) -> re.Pattern[str]:
    """What comes before the name of a class or function of the notebook on either side."""
    ours = rf"|{re.escape(package)}(?:\.\w+)*" if package else ""
    return re.compile(rf"(?<![\w.])(?:__main__{ours})\.(?=\w)|\b\w+\.<locals>\.(?=\w)")


def timeless(line: str) -> str:
    """`line` without the moment and the durations that summaries print."""
    line = BOXED.sub(lambda box: f"│{'':{len(box.group()) - 2}}│", line)
    line = STEP_LASTED.sub(r"\1 …", LASTED.sub(r"\1…\2", line))
    return TODAY.sub(r"\1…", CLOCK.sub(r"\1…", line))


def unnumbered(text: str) -> str:
    """`text` without what tells objects of one class apart: addresses, numbers in their names."""
    return NUMBERED.sub(r"\1\2\1…", ADDRESS.sub("0x…", text))


def masked(text: str, package: str = "") -> str:
    """A text that is a value, without addresses and the package of own classes."""
    return own_names(package).sub("", unnumbered(text))


def differing_lines(
    left: Sequence[str], right: Sequence[str], unstable: AbstractSet[int] = frozenset()
) -> list[Lines]:
    """The stretches that differ; lines of `left` at the places `unstable` may be anything."""
    if list(left) == list(right):
        return []
    if len(left) == len(right):
        return _paired(left, right, unstable)
    if max(len(left), len(right)) > MOST_PAIRED:
        return _common_ends(left, right)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    return [
        Lines(i1, j1, tuple(left[i1:i2]), tuple(right[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal" and not _is_excused(i1, i2, unstable)
    ]


def _is_excused(start: int, end: int, unstable: AbstractSet[int]) -> bool:
    if start == end:  # lines that only the other side has, beside one that varies
        return start in unstable or start - 1 in unstable
    return all(place in unstable for place in range(start, end))


def _paired(left: Sequence[str], right: Sequence[str], unstable: AbstractSet[int]) -> list[Lines]:
    found: list[Lines] = []
    for place, line in enumerate(left):
        if line == right[place] or place in unstable:
            continue
        if found and found[-1].left_at + len(found[-1].left) == place:
            last = found[-1]
            found[-1] = Lines(
                last.left_at, last.right_at, (*last.left, line), (*last.right, right[place])
            )
        else:
            found.append(Lines(place, place, (line,), (right[place],)))
    return found


def _common_ends(left: Sequence[str], right: Sequence[str]) -> list[Lines]:
    """One stretch between the common beginning and the common end of long texts."""
    shorter = min(len(left), len(right))
    start = next((i for i in range(shorter) if left[i] != right[i]), shorter)
    back = 0
    while back < shorter - start and left[-1 - back] == right[-1 - back]:
        back += 1
    ends = len(left) - back, len(right) - back
    return [Lines(start, start, tuple(left[start : ends[0]]), tuple(right[start : ends[1]]))]
