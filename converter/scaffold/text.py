"""Text of the notebook made safe for the places it is put in: one line, Python, TOML, YAML, shell.

All of it is somebody else's: it may hold quotes, newlines, control and direction marks.
"""

from __future__ import annotations

import re
import shlex
import unicodedata

# Marks that turn the direction of what follows them, and invisible format characters that can
# hide text. Joiners (U+200C, U+200D) stay: scripts and emoji need them.
_JOINERS = "\u200c\u200d"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
TITLE_LENGTH = 120


def cleaned(text: str) -> str:
    """`text` with \\n line ends and without control, direction and broken characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(
        char
        for char in text.replace("\u2029", "\n")
        if char in "\n\t" or char in _JOINERS or unicodedata.category(char) not in _HIDDEN
    )


def one_line(text: str, length: int = TITLE_LENGTH) -> str:
    """`text` on one clean line of at most `length` characters."""
    line = " ".join(cleaned(text[: 40 * length]).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def pystr(text: str) -> str:
    """The Python literal of `text`, in double quotes unless that needs more escapes."""
    literal = repr(text)
    if literal.startswith('"') or '"' in text:
        return literal
    return '"' + literal[1:-1].replace("\\'", "'") + '"'


def docstring(text: str) -> str:
    """The docstring that says `text`, on one line."""
    line = one_line(text)
    return pystr(line) if "\\" in line or '"' in line or not line else f'"""{line}"""'


def quoted(text: str) -> str:
    """`text` as a double-quoted string that TOML and YAML read alike."""
    return '"' + "".join(_escape(char) for char in text) + '"'


def _escape(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if unicodedata.category(char) == "Cs":
        return "\ufffd"
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def shell_quoted(text: str) -> str:
    """`text` as one word of a POSIX shell command."""
    return shlex.quote(one_line(text, 1000))


def dns_label(name: str, length: int = 52) -> str:
    """`name` as a Kubernetes object name; a CronJob's may have 52 characters."""
    label = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:length].rstrip("-")
    return label or "job"
