"""The language that a notebook is written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PYTHON = frozenset({"python", "python2", "python3", "ipython", "ipython2", "ipython3", "xpython"})

# How a kernel is called where the metadata names no language.
_KERNELS = {
    "ir": "R",
    "julia": "julia",
    "scala": "scala",
    "almond": "scala",
    "bash": "bash",
    "sos": "SoS",
    "octave": "octave",
    "matlab": "matlab",
    "javascript": "javascript",
    "deno": "typescript",
    "rust": "rust",
    "gophernotes": "go",
    "xcpp": "C++",
    "ruby": "ruby",
    "haskell": "haskell",
    "sagemath": "sage",
    ".net-csharp": "C#",
    ".net-fsharp": "F#",
}


def language_of(metadata: Mapping[str, Any]) -> str:
    """`python`, or the name of the other language as the notebook gives it."""
    for key, field in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key)
        name = part.get(field) if isinstance(part, dict) else None
        if isinstance(name, str) and name.strip():
            return "python" if name.strip().lower() in _PYTHON else clipped(name)
    spec = metadata.get("kernelspec")
    kernel = spec.get("name") if isinstance(spec, dict) else None
    if not isinstance(kernel, str):
        return "python"
    word = kernel.lower().split("-1")[0].split("-0")[0]
    return _KERNELS.get(kernel.lower(), _KERNELS.get(word, "python"))


def clipped(name: str) -> str:
    """`name` fit for a message: printable and short."""
    return "".join(c for c in name.strip() if c.isprintable())[:40]
