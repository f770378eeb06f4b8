"""Text that cannot steer a terminal, whatever a notebook holds."""

from __future__ import annotations

_SPELT_OUT = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control, format (direction marks, invisibles), lone surrogates, line and paragraph separators."""


def visible(text: str) -> str:
    r"""`text` with control and direction characters spelt out, as in `\x1b[31m`."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(char if _is_harmless(char) else ascii(char)[1:-1] for char in text)


def _is_harmless(char: str) -> bool:
    import unicodedata  # seldom needed, and `--help` must start fast

    return char in "\n\t" or unicodedata.category(char) not in _SPELT_OUT
