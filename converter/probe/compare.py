"""Two portraits: where they differ, what was compared, and what could not be.

Exact for integers, texts, categories, dates and types; numbers with a fraction within a stated
tolerance; dictionaries and sets without order; attributes that begin with `_` count only where
both sides have them. Nothing is unpickled, nothing of the notebook's is run.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from .compare_arrays import COARSE, compare_numbers
from .compare_mappings import ABSENT, compare_mappings
from .store import Arrays
from .text import masked
from .trees import column_label, has_fractions, numbered
from .words import short

RELATIVE, ABSOLUTE = 1e-9, 1e-12
MOST = 50
UNSEEN = ("opaque", "unreadable", "hidden")


class Difference(NamedTuple):
    """One difference: the path of the part, what each side has there, and why it counts."""

    path: str
    left: str
    right: str
    why: str


class Comparison:
    """Compares portraits of two recordings and keeps account.

    `leaves` counts what was compared. `unseen` are parts that cannot be compared (path: what it
    is), `drawn` are parts of figures, `sampled` parts of which only some elements were.
    """

    def __init__(
        self,
        left: Arrays,
        right: Arrays,
        *,
        rtol: float = RELATIVE,
        atol: float = ABSOLUTE,
        package: str = "",
    ) -> None:
        self.arrays = (left, right)
        self.rtol, self.atol = rtol, atol
        self.package = package
        self.differences: list[Difference] = []
        self.leaves = 0
        self.unseen: dict[str, str] = {}
        self.drawn: dict[str, str] = {}
        self.sampled: dict[str, str] = {}
        self._numbered: tuple[dict[int, Any], dict[int, Any]] = ({}, {})
        self._met: set[tuple[int, int]] = set()

    def compare(self, path: str, left: Any, right: Any) -> None:
        """Nothing; adds what differs between the portraits of one value."""
        self._numbered = dict(numbered(left)), dict(numbered(right))
        self._met = set()
        self.node(path, left, right)

    def close(self, left: float, right: float, kind: str = "") -> bool:
        """True for two numbers that are the same within tolerance; nan is the same as nan."""
        if left == right:
            return True
        if math.isnan(left) or math.isnan(right):
            return math.isnan(left) and math.isnan(right)
        rtol = max(self.rtol, COARSE.get(kind, 0.0))
        return math.isclose(left, right, rel_tol=rtol, abs_tol=self.atol)

    def differs(self, path: str, left: Any, right: Any, why: str) -> None:
        """Nothing; notes a difference."""
        if len(self.differences) < MOST:
            self.differences.append(Difference(path, short(left), short(right), why))

    def node(self, path: str, left: Any, right: Any) -> None:
        """Nothing; compares two parts."""
        left, right = self._found(0, left), self._found(1, right)
        if not isinstance(left, dict) or not isinstance(right, dict):
            self._scalar(path, left, right)
            return
        pair = (id(left), id(right))
        if pair in self._met:
            return
        self._met.add(pair)
        kinds = left.get("k"), right.get("k")
        if "cut" in kinds:
            self.sampled[path] = "too deep or too many parts"
        elif kinds[0] != kinds[1] and ("opaque" not in kinds or left.get("t") != right.get("t")):
            self.differs(path, left, right, "of another kind")
        elif left.get("t") != right.get("t"):
            self.differs(path, left, right, "of another type")
        else:  # one side may have read from its file what the other had no need of yet
            kind = "opaque" if "opaque" in kinds else str(kinds[0])
            getattr(self, f"_{KINDS.get(kind, 'exact')}")(path, left, right)

    def _found(self, side: int, node: Any) -> Any:
        if isinstance(node, dict) and node.get("k") == "ref":
            return self._numbered[side].get(node.get("i", -1), node)
        return node

    def _scalar(self, path: str, left: Any, right: Any) -> None:
        self.leaves += 1
        if isinstance(left, dict) and left.get("k") == "cut":
            self.sampled[path] = "too deep or too many parts"
        elif type(left) is not type(right):
            self.differs(path, left, right, "of another type")
        elif isinstance(left, float):
            if not self.close(left, right):
                self.differs(path, left, right, "another number")
        elif left != right and not self._same_text(left, right):
            self.differs(path, left, right, "another value")

    def _same_text(self, left: Any, right: Any) -> bool:
        return isinstance(left, str) and masked(left, self.package) == masked(right, self.package)

    def _exact(self, path: str, left: Any, right: Any) -> None:
        self.leaves += 1
        rest = [
            {key: node[key] for key in node if key not in ("i", "s", "x")} for node in (left, right)
        ]
        if rest[0] != rest[1] and not self._same_text(left.get("v"), right.get("v")):
            self.differs(path, left, right, "another value")
        self.state(path, left, right)

    def _unseen(self, path: str, left: Any, right: Any) -> None:
        self.unseen[path] = str(left.get("t", left.get("k")))

    def _drawing(self, path: str, left: Any, right: Any) -> None:
        self.drawn[path] = str(left.get("t"))

    def _number(self, path: str, left: Any, right: Any) -> None:
        self.leaves += 1
        one, other = left.get("v"), right.get("v")
        if not isinstance(one, list):
            one, other = [one], [other]
        for i, number in enumerate(one):
            exact = not isinstance(number, float)
            if (
                number != other[i]
                if exact
                else not self.close(number, other[i], str(left.get("t")))
            ):
                self.differs(path, left, right, "another number")
                return

    def state(self, path: str, left: Any, right: Any) -> None:
        """Attributes; those with a leading `_` count where both sides have them."""
        for key in ("s", "x"):
            one, other = left.get(key) or {}, right.get(key) or {}
            for name in sorted({*one, *other}):
                inner = f"{path}.{name}"
                if name in one and name in other:
                    # A private attribute that is still None was not computed yet: nobody asked.
                    if not name.startswith("_") or (one[name] is None) == (other[name] is None):
                        self.node(inner, one[name], other[name])
                elif not name.startswith("_"):
                    self.differs(
                        inner, one.get(name, ABSENT), other.get(name, ABSENT), "on one side only"
                    )

    def _object(self, path: str, left: Any, right: Any) -> None:
        self.leaves += 1
        for key in ("b", "self"):
            if key in left or key in right:
                self.node(path, left.get(key), right.get(key))
        self.state(path, left, right)

    def _sequence(self, path: str, left: Any, right: Any) -> None:
        if left.get("n") != right.get("n"):
            self.differs(path, left, right, f"{left.get('n')} elements, not {right.get('n')}")
            return
        if "p" in left or "p" in right:
            self._packed(path, left, right)
        elif self.settled(path, left, right):
            return
        else:
            found = len(self.differences)
            places = left.get("at") or range(len(left.get("v", ())))
            other = right.get("v", ())
            for i, place in enumerate(places):
                if i < len(other):
                    self.node(f"{path}[{place}]", left["v"][i], other[i])
            self.unsampled(path, left, right, found)
        self.state(path, left, right)

    def unsampled(self, path: str, left: Any, right: Any, found: int) -> None:
        """Nothing; digests of exact elements that differ are a difference that no sample shows."""
        digests = left.get("d"), right.get("d")
        if "at" in left and all(digests) and digests[0] != digests[1]:
            if len(self.differences) == found and not has_fractions(left):
                self.differs(path, left, right, "elements differ that were not sampled")

    def settled(self, path: str, left: Any, right: Any) -> bool:
        """True when the digests of two long collections agree; else their samples are compared."""
        if "at" not in left:
            return False
        if left.get("d") and left.get("d") == right.get("d"):
            self.leaves += int(left["n"])
            return True
        self.sampled[path] = f"{len(left['at'])} of {left['n']} elements"
        return False

    def _packed(self, path: str, left: Any, right: Any) -> None:
        if left.get("p") != right.get("p"):
            self.differs(path, left, right, "elements of another type")
        elif left.get("p") == "str":
            self._texts(path, left, right)
        else:
            compare_numbers(self, path, left, right)

    def _texts(self, path: str, left: Any, right: Any) -> None:
        self.leaves += int(left.get("n", 1))
        if left.get("d") == right.get("d"):
            return
        for i, place in enumerate(left.get("at", ())):
            one, other = left["v"][i], right["v"][i] if i < len(right.get("v", ())) else None
            if one != other and not self._same_text(one, other):
                self.differs(path, one, other, f"another text at [{place}]")
                return
        self.differs(path, left, right, "another text")

    def _array(self, path: str, left: Any, right: Any) -> None:
        for key, what in (("dtype", "dtype"), ("shape", "shape")):
            if left.get(key) != right.get(key):
                self.differs(path, left, right, f"{what} {left.get(key)}, not {right.get(key)}")
                return
        if "fields" in left:
            for name in left["fields"]:
                self.node(f"{path}[{name!r}]", left["fields"][name], right["fields"].get(name))
        elif left["dtype"] == "|O":
            self._sequence(path, left, right)
        elif left["dtype"][1:2] in ("U", "S"):
            self._texts(path, left, right)
        elif "d" in left and "n" not in left:
            self._exact(path, left, right)
        else:
            compare_numbers(self, path, left, right)

    def _mapping(self, path: str, left: Any, right: Any) -> None:
        compare_mappings(self, path, left, right)

    def _frame(self, path: str, left: Any, right: Any) -> None:
        if left.get("rows") != right.get("rows"):
            self.differs(path, left, right, f"{left.get('rows')} rows, not {right.get('rows')}")
            return
        self.node(f"{path}.columns", left.get("cols"), right.get("cols"))
        if len(left["v"]) != len(right["v"]):
            return
        self.node(f"{path}.index", left.get("index"), right.get("index"))
        self.node(f"{path}.attrs", left.get("attrs"), right.get("attrs"))
        for i, column in enumerate(left["v"]):
            inner = f"{path}[{column_label(left.get('cols'), i)}]"
            if left["dtypes"][i] != right["dtypes"][i]:
                self.differs(inner, left["dtypes"][i], right["dtypes"][i], "another dtype")
            else:
                self.node(inner, column, right["v"][i])
        if "more" in left:
            self.sampled[path] = f"without {left['more']} more columns or rows"

    def _parts(self, path: str, left: Any, right: Any) -> None:
        """Fields of a node by name: an index, a series, categories, a tensor."""
        for key in sorted({*left, *right} - {"k", "t", "i"}):
            inner = path if key in ("v", "data") else f"{path}.{key}"
            one, other = left.get(key), right.get(key)
            if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
                for i, part in enumerate(one):
                    self.node(f"{inner}[{i}]", part, other[i])
            elif isinstance(one, dict) and isinstance(other, dict) and "k" not in one:
                self._parts(inner, one, other)
            elif isinstance(one, list) or isinstance(other, list):
                self.differs(inner, one, other, "another value")
            else:
                self.node(inner, one, other)


KINDS = {
    "array": "array",
    "cat": "parts",
    "complex": "number",
    "drawing": "drawing",
    "frame": "frame",
    "index": "parts",
    "map": "mapping",
    "masked": "parts",
    "method": "object",
    "num": "number",
    "object": "object",
    "seq": "sequence",
    "series": "parts",
    "set": "sequence",
    "sparse": "object",
    "tensor": "parts",
    **{kind: "unseen" for kind in UNSEEN},
}
