"""Two pickles as lists of instructions: they are read, never carried out.

Where a class lives is in a pickle: `__main__` of the notebook is several modules of the project. Texts stand
for themselves therefore, wherever a pickle refers back to one, and other parts are counted without them.
"""

from __future__ import annotations

import io
import math
import pickletools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from converter.probe.text import masked

PUTS = frozenset({"MEMOIZE", "BINPUT", "LONG_BINPUT", "PUT"})
GETS = frozenset({"BINGET", "LONG_BINGET", "GET"})
UNTOLD = frozenset({"FRAME", "PROTO"})
TEXT = "text"
KIND = re.compile(r"([biufcmMOSUV])(\d+)")
"""How numpy writes the type of an array's elements: `f8`."""
ALIGNED = "numpy_array_alignment_bytes"
"""The last that joblib says of an array before its elements."""


def instructions(content: bytes, package: str) -> list[tuple[str, Any]]:
    """The instructions of all pickles in a file, to its last byte, and the arrays that joblib puts between them.

    Raises ValueError for what is none.
    """
    stream = io.BytesIO(content)
    found: list[tuple[str, Any]] = []
    while stream.tell() < len(content):
        found += _of_one_pickle(stream, package)
    return found


def _of_one_pickle(stream: io.BytesIO, package: str) -> Iterator[tuple[str, Any]]:
    memo, array = _Memo(), _Array()
    last = text = ""
    steps: Iterator[tuple[Any, Any, Any]] = pickletools.genops(stream)
    for code, argument, _ in steps:
        name = code.name
        if name in UNTOLD:
            continue
        if name in PUTS:
            memo.put(argument, text if last == TEXT else None, array.kind)
            continue
        if name in GETS and argument in memo.texts:
            name, argument = TEXT, memo.texts[argument]
        elif name in GETS:
            array.kind = memo.kinds.get(argument, array.kind)
            name, argument = "GET", memo.others[argument]
        elif isinstance(argument, str):
            name = TEXT
        text = argument if name == TEXT else ""
        array.heed(name, argument)
        yield name, _told(argument, package)
        last = name
        if name == "BUILD" and array.follows:
            if array.kind.startswith("O"):
                yield from _of_one_pickle(stream, package)
            else:
                yield "array", array.elements(stream)


def _told(argument: Any, package: str) -> Any:
    if not isinstance(argument, str):
        return argument
    own = argument == "__main__" or bool(package) and f"{argument}.".startswith(f"{package}.")
    return "__main__" if own else masked(argument, package)


@dataclass
class _Memo:
    """What a pickle refers back to, by its own numbers: texts, and what else, counted without them.

    `kinds` are the types of elements that were the last to be told when each was put there.
    """

    texts: dict[int, str] = field(default_factory=dict)
    others: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)

    def put(self, number: int | None, text: str | None, kind: str) -> None:
        """Nothing; the last value gets the next number, or this one."""
        key = len(self.texts) + len(self.others) if number is None else number
        if text is not None:
            self.texts[key] = text
        else:
            self.others[key] = len(self.others)
            self.kinds[key] = kind


@dataclass
class _Array:
    """What joblib says of an array; its elements follow as they are."""

    kind: str = ""
    sizes: list[int] = field(default_factory=list)
    follows: bool = False
    _at: str = ""

    def heed(self, name: str, argument: Any) -> None:
        """Nothing; takes notice of one instruction."""
        if name == TEXT:
            self._at = argument
            self.kind = argument if KIND.fullmatch(argument) else self.kind
            if argument == "shape":
                self.sizes = []
        elif self._at == "shape" and isinstance(argument, int) and name != "GET":
            self.sizes.append(argument)
        self.follows = name == "BUILD" and self._at == ALIGNED
        self._at = "" if self.follows else self._at

    def elements(self, stream: io.BytesIO) -> bytes:
        """The bytes of the elements, which begin after as many as the first byte says."""
        kind = KIND.fullmatch(self.kind)
        if kind is None:
            raise ValueError("an array of elements that are not told")
        width = int(kind[2]) * (4 if kind[1] == "U" else 1)
        stream.read(stream.read(1)[0])
        return stream.read(math.prod(self.sizes) * width)
