"""What is known of the process that is looked at: its own names, folders and secrets, limits."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

MAIN = "__main__"
MASK = "**********"
FOLDER = "<folder>"
LOCALS = "<locals>."


class Limits:
    """How much of a value is kept.

    Whole arrays up to `array_bytes`, of larger ones `samples` evenly spaced elements and a digest
    of all; arrays of one recording up to `total_bytes`; `nodes` of a tree, `elements` of a list.
    """

    def __init__(
        self,
        array_bytes: int = 16 << 20,
        total_bytes: int = 512 << 20,
        nodes: int = 20_000,
        elements: int = 2_000,
        samples: int = 1_000,
        digest_bytes: int = 512 << 20,
    ) -> None:
        self.array_bytes = array_bytes
        self.total_bytes = total_bytes
        self.nodes = nodes
        self.elements = elements
        self.samples = samples
        self.digest_bytes = digest_bytes


class Context:
    """Names that differ between the two sides without a difference of meaning.

    `package` is the generated package, whose modules stand for the notebook's `__main__`;
    `lifted` says which keyword arguments its functions gained; `stages` are its stage functions;
    `folders` are working copies that texts may name; `hidden` are secrets.
    """

    def __init__(
        self,
        package: str = "",
        lifted: Mapping[str, list[str]] = {},  # noqa: B006  never changed
        stages: frozenset[str] = frozenset(),
        folders: tuple[str, ...] = (),
        hidden: tuple[str, ...] = (),
        limits: Limits | None = None,
    ) -> None:
        self.package = package
        self.lifted = {name: frozenset(words) for name, words in lifted.items()}
        self.stages = stages
        self.folders = tuple(sorted(folders, key=len, reverse=True))
        self.hidden = _spellings(hidden)
        self.limits = limits or Limits()
        self._names: dict[type, str] = {}

    def is_own(self, module: Any) -> bool:
        """True for the module of the notebook's own code, on either side."""
        if module == MAIN:
            return True
        package = self.package
        return bool(package and isinstance(module, str)) and (
            module == package or module.startswith(package + ".")
        )

    def own_name(self, module: Any, qualname: Any) -> str:
        """`Model` for a class of the notebook, `library.module.Model` for any other."""
        name = qualname if isinstance(qualname, str) else "?"
        if self.is_own(module):
            return name.rpartition(LOCALS)[2]
        return f"{module}.{name}" if module != "builtins" else name

    def type_name(self, kind: type) -> str:
        """The full name of a class; what the class says itself, no code of it is run."""
        known = self._names.get(kind)
        if known is None:
            module = type.__dict__["__module__"].__get__(kind)
            qualname = type.__dict__["__qualname__"].__get__(kind)
            known = self._names[kind] = self.own_name(module, qualname)
        return known

    def text(self, text: str) -> str:
        """`text` with folders and secrets replaced."""
        for folder in self.folders:
            if folder in text:
                text = text.replace(folder, FOLDER)
        for secret in self.hidden:
            if secret in text:
                text = text.replace(secret, MASK)
        return text

    def holds_secret(self, content: bytes) -> bool:
        """True when bytes hold a secret in one of the codings that arrays use."""
        codecs = ("utf-8", "utf-16-le", "utf-32-le")
        return any(
            secret.encode(codec, "replace") in content
            for secret in self.hidden
            if len(secret) > 3
            for codec in codecs
        )


def _spellings(hidden: tuple[str, ...]) -> tuple[str, ...]:
    """The ways in which a text may be written: plain, quoted, escaped, encoded."""
    found = {
        form
        for text in hidden
        for form in (
            text,
            *text.splitlines(),
            repr(text)[1:-1],
            json.dumps(text)[1:-1],
            quote(text, safe=""),
            base64.b64encode(text.encode("utf-8", "replace")).decode().rstrip("="),
        )
        if form
    }
    return tuple(sorted(found, key=len, reverse=True))
