"""Text of the notebook as Markdown that stays in its place: escaped, as code, as a quotation."""

from __future__ import annotations

import re

from converter.scaffold.text import cleaned, one_line

PROSE_LENGTH = 4000
_SPECIAL = re.compile(r"`([^`|]+)`|[\\`*_\[\]<>&|~$]")
_IMAGE = re.compile(
    r"!\[[^\]\n]{0,500}\](?:\([^)\n]*\)|\[[^\]\n]*\])?|<img\b[^>\n]*>?", re.IGNORECASE
)
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# A reference definition would reach the whole README; a script link has no business in it.
_DEFINITION = re.compile(r"^([\s>]*)\[([^\]\n]*)\]:", re.MULTILINE)
_SCRIPT = re.compile(r"\]\(\s*<?\s*(?:javascript|vbscript|data)\s*:[^)\n]*\)?", re.IGNORECASE)


def escaped(text: str, length: int = 200) -> str:
    """`text` on one line, with every character that Markdown would act on escaped; code stays code."""
    return _SPECIAL.sub(
        lambda match: code(match[1]) if match[1] else "\\" + match[0], one_line(text, length)
    )


def code(text: str, length: int = 80) -> str:
    """`text` on one line as inline code that may stand in a table."""
    line = one_line(text, length)
    if not line:
        return ""
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}".replace("|", "\\|")


def quotation(text: str, length: int = PROSE_LENGTH) -> str:
    """The notebook's Markdown as a quotation: its own layout, no images, no HTML; may be empty.

    A block quote contains whatever is left open in it (a fence, a list, a comment).
    """
    body = _IMAGE.sub("", cleaned(text))
    body = _SCRIPT.sub("]", body)
    body = _DEFINITION.sub(r"\1\\[\2]:", body)
    body = _TAG.sub(r"\\<", body).strip()
    if len(body) > length:
        body = body[:length].rstrip() + " …"
    if not body:
        return ""
    return "\n".join(f"> {line}".rstrip() for line in re.sub(r"\n{3,}", "\n\n", body).split("\n"))
