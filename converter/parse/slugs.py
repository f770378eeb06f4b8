"""Names out of tags: Python identifiers, or nothing where that would take guessing."""

from __future__ import annotations

import keyword
import re
import unicodedata

_LONGEST = 64
_ALLOWED = re.compile(r"[\w .\-]+")


def slug_of(name: str) -> str | None:
    """`name` as a lowercase identifier (`Load data` -> `load_data`), None when it is no name.

    A name with a path in it, quotes, control or direction marks is refused, not cleaned: a tag
    never steers where something is written.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    if not text or len(text) > _LONGEST or not _ALLOWED.fullmatch(text) or ".." in text:
        return None
    slug = re.sub(r"_+", "_", re.sub(r"[ .\-]+", "_", text)).strip("_").lower()
    if slug[:1].isdigit():
        slug = f"stage_{slug}"
    if keyword.iskeyword(slug) or keyword.issoftkeyword(slug):
        slug += "_"
    return slug if slug.isidentifier() else None


def output_name(name: str) -> str | None:
    """`name` when it can be a variable of the notebook, else None."""
    text = unicodedata.normalize("NFKC", name).strip()
    usable = text.isidentifier() and not keyword.iskeyword(text) and len(text) <= _LONGEST
    return text if usable else None


def shown(text: str) -> str:
    """`text` fit for one line of a message: printable and short."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return plain if len(plain) <= 60 else plain[:57] + "..."
