"""Numbers of two arrays: by digest, else one by one within tolerance, sampled where they are many."""

from __future__ import annotations

import math
from typing import Any

from .store import BadStore

# Single and half precision: sums in another order differ in the last digits that there are.
COARSE = {
    "<f4": 1e-5,
    "<c8": 1e-5,
    "<f2": 1e-2,
    "float32": 1e-5,
    "complex64": 1e-5,
    "float16": 1e-2,
}


def compare_numbers(comparison: Any, path: str, left: Any, right: Any) -> None:
    comparison.leaves += int(left.get("n", 1))
    if left.get("d") == right.get("d"):
        if left.get("partly"):
            comparison.sampled[path] = "a digest of a million of its elements"
        return
    places, one, other, dtype = _both(comparison, left, right)
    if places is None:
        comparison.unseen[path] = "numbers that were not kept"
        return
    if len(places) < int(left["n"]):
        comparison.sampled[path] = f"{len(places)} of {left['n']} numbers"
    exact = dtype[1:2] not in ("f", "c")
    wrong = [
        i
        for i, number in enumerate(one)
        if (number != other[i] if exact else not comparison.close(number, other[i], dtype))
    ]
    if not wrong and exact and len(places) == int(left["n"]):
        comparison.differs(path, left, right, "another digest")
    elif (
        wrong
        or (exact and len(places) < int(left["n"]))
        or not _same_stats(comparison, left, right, dtype)
    ):
        _tell(comparison, path, left, right, wrong, (places, one, other))


def _tell(comparison: Any, path: str, left: Any, right: Any, wrong: list[int], kept: Any) -> None:
    places, one, other = kept
    if not wrong:
        comparison.differs(path, left, right, "numbers differ that were not sampled")
        return
    parts = max(1, len(one) // max(1, len(places)))
    first = wrong[0]
    why = f"{len(wrong)} of {len(one)} numbers differ, the first at [{places[first // parts]}]"
    comparison.differs(path, one[first], other[first], why)


def _same_stats(comparison: Any, left: Any, right: Any, dtype: str) -> bool:
    one, other = left.get("s"), right.get("s")
    if not one or not other:
        return True
    size = max(abs(one.get("min", 0)), abs(one.get("max", 0))) * int(left.get("n", 1))
    return all(
        comparison.close(one[key], other.get(key, math.nan), dtype)
        or key == "sum"
        and abs(one[key] - other["sum"]) <= max(comparison.rtol, COARSE.get(dtype, 0)) * size
        for key in one
    )


def _both(comparison: Any, left: Any, right: Any) -> tuple[Any, Any, Any, str]:
    """(places, numbers, numbers, dtype) that both sides have; places is None without any."""
    sides: list[Any] = []
    for side, node in enumerate((left, right)):
        try:
            sides.append(comparison.arrays[side].numbers(node["d"]))
        except (BadStore, KeyError):
            sides.append(None)
    dtype = str(left.get("dtype", "<f8")).replace(">", "<")
    if sides[0] and sides[1] and len(sides[0][1]) == len(sides[1][1]):
        return range(int(left["n"])), sides[0][1], sides[1][1], sides[0][0]
    chosen = [node.get("at") for node in (left, right) if node.get("at")]
    if not chosen or (len(chosen) == 2 and chosen[0] != chosen[1]):
        return None, None, None, dtype
    parts = 2 if dtype[1:2] == "c" else 1
    taken = []
    for side, node in enumerate((left, right)):
        whole = sides[side]
        if node.get("at"):
            taken.append(node["v"])
        elif whole:
            taken.append([whole[1][place * parts + j] for place in chosen[0] for j in range(parts)])
        else:
            return None, None, None, dtype
    return chosen[0], taken[0], taken[1], dtype
