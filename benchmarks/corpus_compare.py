"""Two texts, two sets of values: what differs between them."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping
from typing import Any

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
# statsmodels and its kin print the moment in every summary.
CLOCK = re.compile(r"(Time:\s+)\d\d:\d\d:\d\d")
TODAY = re.compile(r"(Date:\s+)\w{3}, (?:\w{3} \d\d|\d\d \w{3}) \d{4}")
# Placeholders of what only a browser shows, and timings: never the same and never meant to be.
UNSHOWN = re.compile(
    r"^(<Figure size [^>]*>|<IPython\.core\.display\.\w+ object>|interactive\(children=.*|CPU times: .*|Wall time: .*"
    r"|Note: you may need to restart the kernel to use updated packages\.)$"
)
LASTED = re.compile(r"([Tt]ime *[=:] ?|Complete in )[\d.]+( sec)")
# iminuit tells in a box of its table how long it took, but only from a second on.
BOXED = re.compile(r"│ +time = [\d.]+ sec +│")
RELATIVE, ABSOLUTE = 1e-6, 1e-9
UNKNOWN = {"deep", "unreadable"}


def lines_of(text: str) -> list[str]:
    """The lines that a terminal would show, without what no two runs can share."""
    found = []
    for line in ANSI.sub("", text).replace("\r\n", "\n").split("\n"):
        shown = line.rstrip("\r").rsplit("\r", 1)[-1].rstrip()
        if not UNSHOWN.match(shown.strip()):
            found.append(timeless(ADDRESS.sub("0x…", shown)))
    while found and not found[-1]:
        found.pop()
    return found


def timeless(line: str) -> str:
    """`line` without the moment and the durations that summaries print."""
    line = BOXED.sub(lambda box: f"│{'':{len(box.group()) - 2}}│", line)
    return LASTED.sub(r"\1…\2", TODAY.sub(r"\1…", CLOCK.sub(r"\1…", line)))


def text_of(record: Mapping[str, Any]) -> list[str]:
    """All text of a notebook's run in order: printed text, and the text form of each display."""
    parts = [text + ("\n" if kind == "display" else "") for kind, text in record["outputs"]]
    return lines_of("".join(parts))


def stdout_of(record: Mapping[str, Any]) -> list[str]:
    """Only what the notebook printed."""
    return lines_of("".join(text for kind, text in record["outputs"] if kind == "stdout"))


def difference(notebook: list[str], job: list[str], package: str) -> str:
    """A unified diff of two texts, empty where they agree."""
    # A class or function of the notebook lives in `__main__` there and in a module here.
    owned = re.compile(rf"(?<![\w.])(?:__main__|{re.escape(package)}(?:\.\w+)*)\.(?=\w)")
    left = [owned.sub("", line) for line in notebook]
    right = [owned.sub("", line) for line in job]
    if left == right:
        return ""
    return "\n".join(difflib.unified_diff(left, right, "notebook", "job", lineterm="", n=2))


def differing_values(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
    """Names that both sides have and do not agree on."""
    return sorted(name for name in left.keys() & right.keys() if not same(left[name], right[name]))


def same(left: Any, right: Any) -> bool:
    """Equal within float tolerance; what cannot be compared counts as equal."""
    if any(isinstance(side, dict) and side.get("kind") in UNKNOWN for side in (left, right)):
        return True
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, str) and isinstance(right, str):
        return ADDRESS.sub("0x", left) == ADDRESS.sub("0x", right)
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return close(left, right)
    if isinstance(left, float) and isinstance(right, str):
        return str(left) == right  # JSON has no nan: a job writes it as text
    return bool(left == right)


def close(left: float, right: float) -> bool:
    if math.isnan(left) or math.isnan(right):
        return math.isnan(left) and math.isnan(right)
    return math.isclose(left, right, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
